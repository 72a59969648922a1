package io.wave.job.engine.outcome;

import io.wave.image.Digest;
import java.util.Map;

/** What a job produced. */
public sealed interface Result {

    /** An image in a registry. */
    record Image(Digest digest) implements Result {}

    /**
     * An object in the object store.
     *
     * @param name name of the object
     * @param counts what it counts, by name; empty if it counts nothing
     */
    record Report(String name, Map<String, Integer> counts) implements Result {

        public Report {
            counts = Map.copyOf(counts);
        }

        /** An object that counts nothing. */
        public Report(String name) {
            this(name, Map.of());
        }
    }

    /** No artifact. */
    record Nothing() implements Result {}
}
