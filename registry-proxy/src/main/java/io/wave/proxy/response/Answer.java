package io.wave.proxy.response;

import io.netty.buffer.ByteBuf;
import io.wave.augment.Content;
import io.wave.image.Digest;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** A successful answer to a call under {@code /v2}; the same for GET and HEAD. */
public sealed interface Answer {

    /** A manifest, index or configuration from memory. */
    record Whole(Content content) implements Answer {}

    /** A document that has no digest of its own. */
    record Plain(String mediaType, String body, Map<String, String> headers) implements Answer {}

    /** The client has the content of this digest already. */
    record Unchanged(Digest digest) implements Answer {}

    /** The client is sent elsewhere; {@code location} may be relative to what it asked. */
    record Redirect(int status, URI location) implements Answer {}

    /** A blob in a file of this machine. */
    record LocalFile(Digest digest, long length, Path file) implements Answer {}

    /**
     * A blob that comes as it is read.
     *
     * @param status 200, or 206 for a part
     * @param length number of bytes that come, or -1 where nobody knows
     * @param contentRange which part it is
     */
    record Stream(
            Digest digest,
            int status,
            long length,
            @Nullable String contentRange,
            Flux<ByteBuf> content) implements Answer {}
}
