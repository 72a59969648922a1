package io.wave.job.engine.outcome;

import io.wave.image.Digest;

/** What a job produced. */
public sealed interface Result {

    /** An image in a registry. */
    record Image(Digest digest) implements Result {}

    /** An object in the object store. */
    record Report(String name) implements Result {}

    /** No artifact. */
    record Nothing() implements Result {}
}
