package io.wave.tracing;

import io.wave.config.InvalidConfigurationException;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/** If traces are exported, checks the keys of Spring Boot for it, and sets the defaults that the services need. */
final class TracingEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

    private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";
    private static final String SAMPLING = "management.tracing.sampling.probability";

    private static final Map<String, Object> DEFAULTS = Map.of(
            // Neither B3 nor anything else that a client may add to its trace is read or passed on.
            "management.tracing.propagation.consume", "W3C",
            "management.tracing.baggage.enabled", false,
            "management.observations.enable.spring.security", false,
            // What the loops of a service do without end belongs to no trace.
            "management.observations.enable.tasks.scheduled", false,
            "spring.kafka.template.observation-enabled", true,
            "spring.kafka.listener.observation-enabled", true,
            "spring.reactor.context-propagation", "auto");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (isEnabled(environment)) {
            requireUrl(endpoint(environment));
            requireShare(environment.getProperty(SAMPLING, "0.1").strip());
            environment.getPropertySources().addLast(new MapPropertySource("tracing", DEFAULTS));
        }
    }

    static boolean isEnabled(Environment environment) {
        return !endpoint(environment).isEmpty();
    }

    private static String endpoint(Environment environment) {
        return environment.getProperty(ENDPOINT, "").strip();
    }

    private static void requireUrl(String endpoint) {
        if (!endpoint.matches("https?://[^/\\s].*")) {
            throw new InvalidConfigurationException(
                    "%s: invalid value '%s': expected a URL that begins with http:// or https://"
                            .formatted(ENDPOINT, endpoint),
                    "Set the URL of the collector for OTLP over HTTP, such as http://collector:4318/v1/traces.");
        }
    }

    private static void requireShare(String sampling) {
        if (!isShare(sampling)) {
            throw new InvalidConfigurationException(
                    "%s: invalid value '%s': expected a number from 0 to 1".formatted(SAMPLING, sampling),
                    "Set 1 for all traces, 0.1 for one in ten.");
        }
    }

    private static boolean isShare(String sampling) {
        try {
            double share = Double.parseDouble(sampling);
            return share >= 0 && share <= 1;
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }

    /** After the configuration files. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 2;
    }
}
