package io.wave.config;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;

/** Values may refer to variables and other keys: <code>${NAME}</code>, or <code>${NAME:default}</code>. */
final class UnsetVariables {

    private static final Pattern WITHOUT_DEFAULT = Pattern.compile("(?<!\\\\)\\$\\{([^${}:]++)\\}");

    private final Environment environment;

    UnsetVariables(Environment environment) {
        this.environment = environment;
    }

    /** @throws InvalidConfigurationException if the value refers to a variable that is not set and has no default */
    void check(String key, String value) {
        try {
            environment.resolveRequiredPlaceholders(value);
        } catch (IllegalArgumentException unresolved) {
            throw new InvalidConfigurationException(
                    "%s: %s".formatted(key, problem(value)),
                    "Set the variable, or give it a default: ${NAME:default}. A text that contains ${ is written as \\${.");
        }
    }

    private String problem(String value) {
        return WITHOUT_DEFAULT
                .matcher(value)
                .results()
                .map(MatchResult::group)
                .filter(reference -> !environment.containsProperty(reference.substring(2, reference.length() - 1)))
                .findFirst()
                .map(reference -> "the variable %s is not set".formatted(reference))
                .orElse("refers to a variable that has no value");
    }
}
