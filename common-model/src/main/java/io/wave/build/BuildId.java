package io.wave.build;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.wave.container.ContainerId;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a build: {@code bd-<container id>_<N>}, where N counts the builds of a container id from 1.
 *
 * @param containerId the container id
 * @param number the number of the build; 0 if nothing is built
 */
public record BuildId(ContainerId containerId, long number) {

    private static final Pattern GRAMMAR = Pattern.compile("bd-([0-9a-f]{16})_(\\d{1,18})");

    /**
     * Parses {@code bd-<16 hex>_<N>}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    @JsonCreator
    public static BuildId parse(String text) {
        Matcher parts = GRAMMAR.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "invalid build id '%s': must have the form bd-<16 hex digits>_<number>".formatted(text));
        }
        return new BuildId(new ContainerId(parts.group(1)), Long.parseLong(parts.group(2)));
    }

    /** The same id as one of a job of any kind. */
    public JobId job() {
        return new JobId(JobKind.BUILD, toString());
    }

    @JsonValue
    @Override
    public String toString() {
        return "bd-" + containerId + "_" + number;
    }
}
