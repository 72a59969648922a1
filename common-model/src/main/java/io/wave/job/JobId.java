package io.wave.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/**
 * The id of a job of any kind: {@code bd-<16 hex>_<N>} of a build, {@code mr-<12 hex>} of a mirror, {@code sc-<16 hex>_<N>} of a
 * scan.
 *
 * @param kind the kind of the job, which its prefix tells
 * @param text the id
 */
public record JobId(JobKind kind, String text) {

    /** @throws IllegalArgumentException if it is not the id of a job of this kind */
    public JobId {
        if (!kind.isId(text)) {
            throw new IllegalArgumentException("invalid %s id '%s'".formatted(kind, text));
        }
    }

    /**
     * Parses the id of a job of any kind.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    @JsonCreator
    public static JobId parse(String text) {
        return find(text).orElseThrow(() -> new IllegalArgumentException("invalid job id '%s'".formatted(text)));
    }

    /** The id in a text; empty if the text is not the id of a job. */
    public static Optional<JobId> find(String text) {
        return Arrays.stream(JobKind.values())
                .filter(kind -> kind.isId(text))
                .findFirst()
                .map(kind -> new JobId(kind, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return text;
    }
}
