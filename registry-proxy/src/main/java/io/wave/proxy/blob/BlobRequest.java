package io.wave.proxy.blob;

import io.wave.image.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A client's request for a blob.
 *
 * @param digest digest of the blob
 * @param kind what the client wants to know or get
 * @param range value of the {@code Range} header, if it applies
 * @param end when the token of the request ends; null if there is none
 */
public record BlobRequest(
        Digest digest,
        Kind kind,
        @Nullable String range,
        @Nullable Instant end) {

    /** A request without a token. */
    public BlobRequest(Digest digest, Kind kind, @Nullable String range) {
        this(digest, kind, range, null);
    }

    /** The same with a token that ends then. */
    BlobRequest until(Instant end) {
        return new BlobRequest(digest, kind, range, end);
    }

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
