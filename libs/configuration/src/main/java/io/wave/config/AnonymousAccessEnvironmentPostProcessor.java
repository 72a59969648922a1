package io.wave.config;

import java.util.Map;
import java.util.Set;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** {@code wave.allow-anonymous} is another name of {@code wave.capabilities.anonymous-access}. */
final class AnonymousAccessEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

    private static final String ALIAS = "wave.allow-anonymous";
    private static final String KEY = "wave.capabilities.anonymous-access";
    private static final Set<String> VALUES = Set.of("true", "false");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String alias = environment.getProperty(ALIAS, "").strip();
        if (alias.isEmpty()) {
            return;
        }
        if (!VALUES.contains(alias)) {
            throw new InvalidConfigurationException(
                    "%s: invalid value '%s': expected true or false".formatted(ALIAS, alias),
                    "Correct %s, or use %s.".formatted(ALIAS, KEY));
        }
        if (!environment.getProperty(KEY, alias).strip().equals(alias)) {
            throw new InvalidConfigurationException(
                    "%s: has another value than %s, which means the same".formatted(ALIAS, KEY),
                    "Set only one of them.");
        }
        ConfigFileEnvironmentPostProcessor.addBelowVariables(
                environment.getPropertySources(), new MapPropertySource(ALIAS, Map.of(KEY, alias)));
    }

    /** After the configuration files. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }
}
