package io.wave.build;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.wave.container.ContainerId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of one attempt to build a container: {@code bd-<container id>_<N>}, N counting from 1 for each container id.
 *
 * @param containerId what is built
 * @param number the attempt; 0 for what is never built
 */
public record BuildId(ContainerId containerId, long number) {

    private static final Pattern GRAMMAR = Pattern.compile("bd-([0-9a-f]{16})_(\\d{1,18})");

    /**
     * Reads {@code bd-<16 hex>_<N>}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    @JsonCreator
    public static BuildId parse(String text) {
        Matcher parts = GRAMMAR.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a build id reads bd-<16 hex digits>_<number>, not '%s'".formatted(text));
        }
        return new BuildId(new ContainerId(parts.group(1)), Long.parseLong(parts.group(2)));
    }

    @JsonValue
    @Override
    public String toString() {
        return "bd-" + containerId + "_" + number;
    }
}
