package io.wave.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The kind of a job. */
public enum JobKind {
    BUILD("build", "bd-[0-9a-f]{16}_\\d{1,18}"),
    MIRROR("mirror", "mr-[0-9a-f]{12}"),
    SCAN("scan", "sc-[0-9a-f]{16}_\\d{1,18}");

    private final String text;
    private final Pattern id;

    JobKind(String text, String id) {
        this.text = text;
        this.id = Pattern.compile(id);
    }

    /** Whether the text is the id of a job of this kind. */
    boolean isId(String other) {
        return id.matcher(other).matches();
    }

    /** Failure message of a job that was not started before its queue deadline. */
    public String notStartedInTime() {
        return text + " was not started in time: all workers were busy, unavailable or short of disk space";
    }

    /** Failure message of an accepted job that has not ended by its deadline. */
    public String abandoned() {
        return text + " failed: no worker reported its completion before the deadline";
    }

    /** The name in keys, topics and event types. */
    @JsonValue
    @Override
    public String toString() {
        return text;
    }
}
