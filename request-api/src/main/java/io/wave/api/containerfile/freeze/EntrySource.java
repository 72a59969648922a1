package io.wave.api.containerfile.freeze;

import io.wave.image.Platform;
import java.util.List;
import java.util.Optional;

/** Where the entrypoint of a container file comes from. */
sealed interface EntrySource {

    /** The file sets it. */
    record Own(List<String> words) implements EntrySource {}

    /**
     * It is the one of the image that the file starts from.
     *
     * @param platform the one that the file names, instead of that of the request
     */
    record Inherited(String image, Optional<Platform> platform) implements EntrySource {}

    /** There is none, or none that can be known before the build. */
    record None() implements EntrySource {}
}
