package io.wave.config;

import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * Checks what the operator configured in the file and on the command line: keys that do not exist, and variables that are not
 * set.
 */
final class ConfigFileCheckEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

    private final Log log;

    ConfigFileCheckEnvironmentPostProcessor(DeferredLogFactory logs) {
        this.log = logs.getLog(ConfigFileCheckEnvironmentPostProcessor.class);
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().stream()
                .flatMap(ConfigFileCheckEnvironmentPostProcessor::checked)
                .forEach(source -> check(source, environment));
    }

    private static Stream<EnumerablePropertySource<?>> checked(Object source) {
        return switch (source) {
            case ConfigFileEnvironmentPostProcessor.FileSource file -> Stream.of(file);
            case CommandLinePropertySource<?> arguments -> Stream.of(arguments);
            default -> Stream.empty();
        };
    }

    private void check(EnumerablePropertySource<?> source, ConfigurableEnvironment environment) {
        KnownKeys.warnings(Stream.of(source.getPropertyNames())).forEach(log::warn);
        UnsetVariables variables = new UnsetVariables(environment);
        for (String key : source.getPropertyNames()) {
            if (source.getProperty(key) instanceof String value) {
                variables.check(key, value);
            }
        }
    }

    /** After the configuration files, to which variables may refer. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }
}
