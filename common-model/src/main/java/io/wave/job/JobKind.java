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

    /** The name in keys, topics and event types. */
    @JsonValue
    @Override
    public String toString() {
        return text;
    }
}
