package io.wave.api.build;

import io.wave.build.BuildId;
import io.wave.image.Digest;
import java.util.Optional;

/** The result of requesting a build of an image. */
public sealed interface Admission {

    /** The image exists already. Its build is known unless another installation built it. */
    record Cached(Optional<BuildId> build, Digest digest) implements Admission {}

    /** A build of the image is in progress: a new one, or one that other requests share. */
    record Awaited(BuildId build, boolean isNew) implements Admission {}
}
