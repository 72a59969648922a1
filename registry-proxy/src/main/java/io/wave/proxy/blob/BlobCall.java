package io.wave.proxy.blob;

import io.wave.image.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a blob.
 *
 * @param digest which one
 * @param wanted how much of it
 * @param range the {@code Range} header, where it counts
 */
public record BlobCall(
        Digest digest, Wanted wanted, @Nullable String range) {

    /** How much of a blob a client wants. */
    public enum Wanted {
        /** That it is there: the client has the content. */
        NOTHING,
        HEADERS,
        CONTENT
    }

    boolean wantsContent() {
        return wanted == Wanted.CONTENT;
    }
}
