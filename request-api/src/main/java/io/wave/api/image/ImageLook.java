package io.wave.api.image;

import io.wave.image.Digest;
import java.time.Instant;
import java.util.Optional;

/**
 * What a registry said about an image.
 *
 * @param began when it was asked: what happened later is not in the answer
 * @param answer what it said
 */
public record ImageLook(Instant began, Answer answer) {

    /** The digest, where there is such an image. */
    public Optional<Digest> digest() {
        return switch (answer) {
            case Found(var digest) -> Optional.of(digest);
            case Absent _, Refused _ -> Optional.empty();
        };
    }

    /** The three things a registry can say; that it said nothing is an error. */
    public sealed interface Answer {}

    /** There is such an image. */
    public record Found(Digest digest) implements Answer {}

    /** There is no such image. */
    public record Absent() implements Answer {}

    /** It does not tell us, or the credentials are wrong. */
    public record Refused() implements Answer {}
}
