package io.wave.job;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a job does. */
public enum JobKind {
    BUILD("build"),
    MIRROR("mirror"),
    SCAN("scan");

    private final String text;

    JobKind(String text) {
        this.text = text;
    }

    /** Why a job failed that nobody started before its queue deadline, in words for the user. */
    public String notStartedInTime() {
        return text + " was not started in time: all workers were busy, away or short of disk space";
    }

    /** The name in keys, topics and event types. */
    @JsonValue
    @Override
    public String toString() {
        return text;
    }
}
