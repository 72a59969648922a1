package io.wave.job;

import com.fasterxml.jackson.annotation.JsonValue;

/** The kind of a job. */
public enum JobKind {
    BUILD("build"),
    MIRROR("mirror"),
    SCAN("scan");

    private final String text;

    JobKind(String text) {
        this.text = text;
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
