package io.wave.tracing;

import io.micrometer.observation.Observation;

/** A span of the current thread; it ends when it is closed, by the same thread. */
public final class WorkSpan implements AutoCloseable {

    private final Observation observation;
    private final Observation.Scope scope;

    private WorkSpan(Observation observation) {
        this.observation = observation;
        this.scope = observation.openScope();
    }

    static WorkSpan start(Observation observation) {
        return new WorkSpan(observation.start());
    }

    /** Adds a value by which spans are found. */
    public WorkSpan tag(String key, String value) {
        observation.highCardinalityKeyValue(key, value);
        return this;
    }

    @Override
    public void close() {
        scope.close();
        observation.stop();
    }
}
