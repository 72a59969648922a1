package io.wave.proxy.response;

import io.netty.buffer.ByteBuf;
import io.wave.augment.manifest.Content;
import io.wave.image.Digest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** A successful response of the registry API; the same for GET and HEAD. */
public sealed interface RegistryResponse {

    /**
     * A manifest, index or configuration in memory.
     *
     * @param age time since it was last known to be what was asked for, if that is not known now
     */
    record Complete(Content content, Optional<Duration> age) implements RegistryResponse {

        /** What was asked for. */
        public Complete(Content content) {
            this(content, Optional.empty());
        }
    }

    /** A document without a digest. */
    record Document(String mediaType, String body, Map<String, String> headers) implements RegistryResponse {}

    /** The client has this content already. */
    record NotModified(Digest digest) implements RegistryResponse {}

    /**
     * A redirect.
     *
     * @param location may be relative to the request
     * @param closes whether the client must open another connection for it
     */
    record Redirect(int status, URI location, boolean closes) implements RegistryResponse {

        /** A redirect that may be followed on the same connection. */
        public Redirect(int status, URI location) {
            this(status, location, false);
        }
    }

    /** A blob in a local file. */
    record LocalFile(Digest digest, long length, Path file) implements RegistryResponse {}

    /**
     * A streamed blob.
     *
     * @param status 200, or 206 for partial content
     * @param length number of bytes, or -1 if unknown
     * @param contentRange value of {@code Content-Range}
     */
    record StreamedBlob(
            Digest digest,
            int status,
            long length,
            @Nullable String contentRange,
            Flux<ByteBuf> content) implements RegistryResponse {}
}
