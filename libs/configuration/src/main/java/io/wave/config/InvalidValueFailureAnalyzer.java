package io.wave.config;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names the key of an invalid value. Instead of the one of Spring Boot, which prints values that may be secret. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidValueFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        return new FailureAnalysis(
                StartFailure.describe(rootFailure), "Correct the value. All keys are in docs/configuration.md.", cause);
    }
}
