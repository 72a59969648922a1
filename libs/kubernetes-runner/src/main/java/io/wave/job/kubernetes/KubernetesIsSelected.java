package io.wave.job.kubernetes;

import io.wave.job.JobKind;
import java.util.Arrays;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the runner {@code kubernetes} is configured for all kinds of job or for one. */
final class KubernetesIsSelected implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        return isKubernetes(environment, "wave.jobs.runner")
                || Arrays.stream(JobKind.values())
                        .anyMatch(kind -> isKubernetes(environment, "wave.jobs.kinds.%s.runner".formatted(kind)));
    }

    private static boolean isKubernetes(Environment environment, String key) {
        return KubernetesRunnerConfiguration.NAME.equals(environment.getProperty(key));
    }
}
