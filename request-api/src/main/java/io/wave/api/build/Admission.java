package io.wave.api.build;

import io.wave.build.BuildId;
import io.wave.image.Digest;
import java.util.Optional;

/** What became of the wish for an image. */
public sealed interface Admission {

    /** The image is there already; its build is known, unless another installation made it. */
    record Cached(Optional<BuildId> build, Digest digest) implements Admission {}

    /** A build of it is under way: one begun now, or another request's that is shared. */
    record Awaited(BuildId build, boolean isNew) implements Admission {}
}
