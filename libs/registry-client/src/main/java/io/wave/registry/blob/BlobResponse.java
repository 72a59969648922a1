package io.wave.registry.blob;

import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.util.Optional;
import reactor.core.publisher.Flux;

/** The response to a request for a blob: a redirect or the content. */
public sealed interface BlobResponse {

    /**
     * The content is at another URI.
     *
     * @param location absolute URI that needs no credentials
     * @param status status of the redirect
     */
    record Redirect(URI location, int status) implements BlobResponse {}

    /**
     * The content, not verified. It holds a connection until the content is subscribed to, once, or the body is closed.
     *
     * @param status 200, or 206 for partial content
     * @param length of this body in bytes; -1 if unknown
     * @param contentRange range of partial content
     * @param mediaType media type according to the registry
     * @param content pooled buffers that the subscriber must release; cancellation closes the connection
     * @param onClose closes the connection of a body that is not subscribed to
     */
    record Body(
            int status,
            long length,
            Optional<String> contentRange,
            String mediaType,
            Flux<ByteBuf> content,
            Runnable onClose)
            implements BlobResponse, AutoCloseable {

        @Override
        public void close() {
            onClose.run();
        }
    }
}
