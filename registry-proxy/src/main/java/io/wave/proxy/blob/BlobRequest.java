package io.wave.proxy.blob;

import io.wave.image.Digest;
import org.jspecify.annotations.Nullable;

/**
 * A client's request for a blob.
 *
 * @param digest digest of the blob
 * @param kind what the client wants to know or get
 * @param range value of the {@code Range} header, if it applies
 */
public record BlobRequest(
        Digest digest, Kind kind, @Nullable String range) {

    /** What a client wants of a blob. */
    public enum Kind {
        /** Only whether the blob exists: the client has the content already. */
        REVALIDATE,
        HEAD,
        GET
    }

    boolean isGet() {
        return kind == Kind.GET;
    }
}
