package io.wave.api.submission.rules;

import static io.wave.api.submission.rules.Checks.notLonger;
import static io.wave.api.submission.rules.Checks.require;

import io.wave.container.ContainerConfig;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rules for the container configuration, without its layers. */
final class ConfigRules {

    private static final int MAX_CONFIG = 100_000;
    private static final int MAX_WORDS = 10_000;

    private ConfigRules() {}

    static void check(ContainerConfig config) {
        words("containerConfig.entrypoint", config.entrypoint());
        words("containerConfig.cmd", config.cmd());
        words("containerConfig.env", config.env());
        for (String variable : Objects.requireNonNullElse(config.env(), List.<String>of())) {
            require(
                    variable.indexOf('=') > 0,
                    "containerConfig.env",
                    () -> "must contain NAME=value, not '%s'".formatted(variable));
        }
        String directory = config.workingDir();
        notLonger("containerConfig.workingDir", directory, MAX_CONFIG);
    }

    private static void words(String field, @Nullable List<String> words) {
        List<String> given = Objects.requireNonNullElse(words, List.of());
        require(given.size() <= MAX_WORDS, field, () -> "must not have more than %d elements".formatted(MAX_WORDS));
        long length = 0;
        for (@Nullable String word : given) {
            require(word != null, field, "must not contain null");
            length += Objects.requireNonNull(word).length();
        }
        require(length <= MAX_CONFIG, field, () -> "must not be longer than %d characters".formatted(MAX_CONFIG));
    }
}
