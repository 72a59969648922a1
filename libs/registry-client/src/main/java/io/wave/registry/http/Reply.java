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
 * Status and headers of an answer whose body is still to be read: by exactly one of {@link #content}, {@link #bytes} and
 * {@link #drain}, or given up by {@link #close}.
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

    /** The body as pooled buffers that the subscriber owns. */
    public Flux<ByteBuf> content() {
        return Flux.defer(() -> {
            taken.set(true);
            return connection.inbound().receive().retain();
        });
    }

    /** The whole body, if it is not longer. */
    public Mono<byte[]> bytes(int max) {
        return reader.bytes(read(), max);
    }

    /** The whole body, if a tree can be made of it within these limits. */
    public Mono<byte[]> document(int max, JsonMapper json) {
        return reader.document(read(), max, json);
    }

    /** Reads a body nobody wants, so that the connection can be used again; gives up on one that is long or slow. */
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

    /** Gives up a body that nobody reads. */
    public void close() {
        if (taken.compareAndSet(false, true)) {
            connection.dispose();
        }
    }
}
