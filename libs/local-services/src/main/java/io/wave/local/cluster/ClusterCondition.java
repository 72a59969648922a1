package io.wave.local.cluster;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test where there is no cluster, and says why. */
final class ClusterCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return switch (TestCluster.find()) {
            case ProvidedCluster.Present _ -> ConditionEvaluationResult.enabled("there is a Kubernetes cluster");
            case ProvidedCluster.Missing(String reason) -> ConditionEvaluationResult.disabled(reason);
        };
    }
}
