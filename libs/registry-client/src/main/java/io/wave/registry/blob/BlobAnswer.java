package io.wave.registry.blob;

import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.util.Optional;
import reactor.core.publisher.Flux;

/** How a registry hands out a blob: by sending the client elsewhere, or itself. */
public sealed interface BlobAnswer {

    /**
     * The bytes are elsewhere.
     *
     * @param location absolute address, good without credentials
     * @param status the registry's own redirect status
     */
    record Redirect(URI location, int status) implements BlobAnswer {}

    /**
     * The bytes themselves, not yet verified. Either the content is subscribed to, once, or the body is closed: until
     * then it holds a connection.
     *
     * @param status 200, or 206 for a part
     * @param length of this body in bytes; -1 if unknown
     * @param contentRange what a part covers
     * @param mediaType as the registry says
     * @param content pooled buffers that the subscriber owns and releases; a cancel gives up the connection
     * @param onClose gives up a body that nobody subscribes to
     */
    record Body(
            int status,
            long length,
            Optional<String> contentRange,
            String mediaType,
            Flux<ByteBuf> content,
            Runnable onClose)
            implements BlobAnswer, AutoCloseable {

        @Override
        public void close() {
            onClose.run();
        }
    }
}
