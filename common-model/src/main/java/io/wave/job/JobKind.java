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

    /** Why a job failed that was not started before its queue deadline. */
    public String notStartedInTime() {
        return text + " was not started in time: all workers were busy, away or short of disk space";
    }

    /** Why a job failed that a worker accepted, but whose end no worker reported although its deadline has passed. */
    public String abandoned() {
        return text + " failed: no worker reported its end before the deadline";
    }

    /** The name in keys, topics and event types. */
    @JsonValue
    @Override
    public String toString() {
        return text;
    }
}
