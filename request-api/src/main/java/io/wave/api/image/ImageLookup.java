package io.wave.api.image;

import io.wave.image.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The result of looking up an image in its registry.
 *
 * @param began when the registry was asked; later changes are not included
 * @param answer the result
 * @param age time since the registry has given this result, if it does not do so now
 */
public record ImageLookup(Instant began, Answer answer, Optional<Duration> age) {

    static ImageLookup of(Instant began, Answer answer) {
        return new ImageLookup(began, answer, Optional.empty());
    }

    /** The digest, if the image exists. */
    public Optional<Digest> digest() {
        return switch (answer) {
            case Found(var digest) -> Optional.of(digest);
            case Absent _, Refused _ -> Optional.empty();
        };
    }

    /** The possible results. A registry that does not respond is an error, not a result. */
    public sealed interface Answer {}

    /** The image exists. */
    public record Found(Digest digest) implements Answer {}

    /** The image does not exist. */
    public record Absent() implements Answer {}

    /** Access is denied. */
    public record Refused() implements Answer {}
}
