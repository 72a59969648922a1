package io.wave.api.containerfile.freeze;

import io.wave.image.Platform;
import java.util.List;
import java.util.Optional;

/** Where the entrypoint of a container file comes from. */
sealed interface EntrypointSource {

    /** The file sets it. */
    record Own(List<String> words) implements EntrypointSource {}

    /**
     * It is that of the base image.
     *
     * @param platform platform given in the file instead of that of the request
     */
    record Inherited(String image, Optional<Platform> platform) implements EntrypointSource {}

    /** There is none, or it cannot be determined before the build. */
    record None() implements EntrypointSource {}
}
