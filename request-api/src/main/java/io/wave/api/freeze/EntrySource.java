package io.wave.api.freeze;

import java.util.List;

/** Where the entrypoint of a container file comes from. */
sealed interface EntrySource {

    /** The file sets it. */
    record Own(List<String> words) implements EntrySource {}

    /** It is the one of the image that the file starts from. */
    record Inherited(String image) implements EntrySource {}

    /** There is none, or none that can be known before the build. */
    record None() implements EntrySource {}
}
