package io.wave.job.engine.outcome;

import io.wave.image.Digest;

/** What a job came to. */
public sealed interface Result {

    /** An image in a registry. */
    record Image(Digest digest) implements Result {}

    /** An object in the object store, by its name. */
    record Report(String name) implements Result {}

    /** Nothing that has to be named. */
    record Nothing() implements Result {}
}
