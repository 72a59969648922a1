package io.wave.registry.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.wave.registry.document.BodyReader;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import tools.jackson.databind.json.JsonMapper;

/**
 * Status and headers of a response. The body must be consumed by exactly one of {@link #content}, {@link #bytes}, {@link
 * #document} and {@link #drain}, or discarded by {@link #close}.
 */
public final class Reply {

    private final URI uri;
    private final int status;
    private final HttpHeaders headers;
    private final Connection connection;
    private final BodyReader reader;
    private final AtomicBoolean taken = new AtomicBoolean();

    Reply(URI uri, int status, HttpHeaders headers, Connection connection, BodyReader reader) {
        this.uri = uri;
        this.status = status;
        this.headers = headers;
        this.connection = connection;
        this.reader = reader;
    }

    public URI uri() {
        return uri;
    }

    public int status() {
        return status;
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public Optional<String> header(CharSequence name) {
        return Optional.ofNullable(headers.get(name));
    }

    public List<String> headers(CharSequence name) {
        return headers.getAll(name);
    }

    public long contentLength() {
        try {
            return header(HttpHeaderNames.CONTENT_LENGTH).map(Long::parseLong).orElse(-1L);
        } catch (NumberFormatException unreadable) {
            return -1;
        }
    }

    public String mediaType() {
        return header(HttpHeaderNames.CONTENT_TYPE).orElse("application/octet-stream");
    }

    /** The body as pooled buffers, which the subscriber must release. */
    public Flux<ByteBuf> content() {
        return Flux.defer(() -> {
            taken.set(true);
            return connection.inbound().receive().retain();
        });
    }

    /** The whole body, up to a length. */
    public Mono<byte[]> bytes(int max) {
        return reader.bytes(read(), max);
    }

    /** The whole body, within the limits of this JSON mapper. */
    public Mono<byte[]> document(int max, JsonMapper json) {
        return reader.document(read(), max, json);
    }

    /** Discards the body so that the connection can be reused; closes it if the body is long or slow. */
    public Mono<Void> drain() {
        return BodyReader.drain(read());
    }

    private Flux<ByteBuf> read() {
        return Flux.defer(() -> {
            taken.set(true);
            return connection.inbound().receive();
        });
    }

    boolean hasReader() {
        return taken.get();
    }

    /** Closes the connection if the body has not been read. */
    public void close() {
        if (taken.compareAndSet(false, true)) {
            connection.dispose();
        }
    }
}
