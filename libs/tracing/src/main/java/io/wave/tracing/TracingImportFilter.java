package io.wave.tracing;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/** Without an endpoint for traces no class of OpenTelemetry is loaded: that costs memory and time in each service. */
final class TracingImportFilter implements AutoConfigurationImportFilter, EnvironmentAware {

    private boolean enabled;

    @Override
    public void setEnvironment(Environment environment) {
        enabled = TracingEnvironmentPostProcessor.isEnabled(environment);
    }

    @Override
    public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
        boolean[] match = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            match[i] = enabled || !isOfTracing(classes[i]);
        }
        return match;
    }

    private static boolean isOfTracing(@Nullable String name) {
        return name != null
                && (name.startsWith("org.springframework.boot.micrometer.tracing.")
                        || name.startsWith("org.springframework.boot.opentelemetry.")
                        || name.startsWith("org.springframework.cloud.gateway.config.GatewayTracing")
                        || name.equals(EnabledTracingConfiguration.class.getName()));
    }
}
