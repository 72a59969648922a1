package io.wave.proxy.response;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.wave.image.Digest;
import io.wave.security.SecurityHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Writes responses: exact lengths and digests, conditional and range requests by RFC 9110, and no header of an upstream
 * response.
 */
public final class ResponseWriter {

    private static final String OCTET_STREAM = "application/octet-stream";

    /** Writes the response; a body only to a GET. */
    public Mono<Void> write(ServerWebExchange exchange, RegistryResponse registryResponse) {
        ServerHttpResponse response = exchange.getResponse();
        addCommonHeaders(response.getHeaders());
        return switch (registryResponse) {
            case RegistryResponse.Complete complete -> writeComplete(exchange, complete);
            case RegistryResponse.Document document -> writeDocument(exchange, document);
            case RegistryResponse.NotModified(var digest) -> writeNotModified(response, digest);
            case RegistryResponse.Redirect redirect -> writeRedirect(response, redirect);
            case RegistryResponse.LocalFile file -> writeFile(exchange, file);
            case RegistryResponse.StreamedBlob stream -> writeStream(exchange, stream);
        };
    }

    static void addCommonHeaders(HttpHeaders headers) {
        headers.set(RegistryHeaders.API_VERSION, RegistryHeaders.API_VERSION_2);
        SecurityHeaders.REGISTRY.forEach(headers::set);
    }

    private static Mono<Void> writeComplete(ServerWebExchange exchange, RegistryResponse.Complete complete) {
        ServerHttpResponse response = exchange.getResponse();
        var content = complete.content();
        addContentHeaders(response.getHeaders(), content.digest(), content.mediaType());
        complete.age().ifPresent(age -> response.getHeaders().set(HttpHeaders.AGE, Long.toString(age.toSeconds())));
        if (isNotModified(exchange.getRequest(), content.digest())) {
            return complete(response, HttpStatus.NOT_MODIFIED);
        }
        return range(exchange.getRequest(), content.digest(), content.size())
                .map(part -> {
                    addContentRange(response, part, content.size());
                    return body(exchange, content.bytes(), (int) part.first(), (int) part.length());
                })
                .orElseGet(() -> body(exchange, content.bytes(), 0, content.size()));
    }

    private static Mono<Void> writeNotModified(ServerHttpResponse response, Digest digest) {
        addContentHeaders(response.getHeaders(), digest, OCTET_STREAM);
        return complete(response, HttpStatus.NOT_MODIFIED);
    }

    private static Mono<Void> writeDocument(ServerWebExchange exchange, RegistryResponse.Document document) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(HttpHeaders.CONTENT_TYPE, document.mediaType());
        document.headers().forEach(headers::set);
        byte[] body = document.body().getBytes(StandardCharsets.UTF_8);
        return body(exchange, body, 0, body.length);
    }

    /** Some container engines hang on a redirect without {@code Content-Length}. */
    private static Mono<Void> writeRedirect(ServerHttpResponse response, RegistryResponse.Redirect redirect) {
        response.getHeaders().setLocation(redirect.location());
        response.getHeaders().setContentLength(0);
        if (redirect.closes()) {
            response.getHeaders().set(HttpHeaders.CONNECTION, "close");
        }
        return complete(response, HttpStatusCode.valueOf(redirect.status()));
    }

    private static Mono<Void> writeFile(ServerWebExchange exchange, RegistryResponse.LocalFile file) {
        ServerHttpResponse response = exchange.getResponse();
        addContentHeaders(response.getHeaders(), file.digest(), OCTET_STREAM);
        if (isNotModified(exchange.getRequest(), file.digest())) {
            return complete(response, HttpStatus.NOT_MODIFIED);
        }
        Optional<ByteRange> range = range(exchange.getRequest(), file.digest(), file.length());
        range.ifPresent(part -> addContentRange(response, part, file.length()));
        ByteRange part = range.orElseGet(() -> new ByteRange(0, file.length() - 1));
        response.getHeaders().setContentLength(part.length());
        return isHead(exchange) ? response.setComplete() : send(response, file.file(), part);
    }

    private static Mono<Void> send(ServerHttpResponse response, Path file, ByteRange part) {
        if (response instanceof ZeroCopyHttpOutputMessage zeroCopy) {
            return zeroCopy.writeWith(file, part.first(), part.length());
        }
        throw new IllegalStateException("the web server does not support sending files");
    }

    private static Mono<Void> writeStream(ServerWebExchange exchange, RegistryResponse.StreamedBlob stream) {
        ServerHttpResponse response = exchange.getResponse();
        HttpHeaders headers = response.getHeaders();
        addContentHeaders(headers, stream.digest(), OCTET_STREAM);
        if (isNotModified(exchange.getRequest(), stream.digest())) {
            return complete(response, HttpStatus.NOT_MODIFIED);
        }
        response.setRawStatusCode(stream.status());
        if (stream.length() >= 0) {
            headers.setContentLength(stream.length());
        }
        if (stream.contentRange() != null) {
            headers.set(HttpHeaders.CONTENT_RANGE, stream.contentRange());
        }
        if (isHead(exchange)) {
            return response.setComplete();
        }
        NettyDataBufferFactory buffers = (NettyDataBufferFactory) response.bufferFactory();
        return response.writeWith(withBackpressure(exchange, stream.content()).map(buffers::wrap));
    }

    private static Flux<ByteBuf> withBackpressure(ServerWebExchange exchange, Flux<ByteBuf> content) {
        AtomicReference<@Nullable Channel> channel = new AtomicReference<>();
        if (ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest()) instanceof HttpServerRequest call) {
            call.withConnection(connection -> channel.set(connection.channel()));
        }
        Channel connection = channel.get();
        return connection == null ? content : BackpressureSubscriber.apply(content, connection);
    }

    private static void addContentHeaders(HttpHeaders headers, Digest digest, String mediaType) {
        headers.set(HttpHeaders.CONTENT_TYPE, mediaType);
        headers.set(RegistryHeaders.CONTENT_DIGEST, digest.toString());
        headers.set(HttpHeaders.ETAG, EntityTags.of(digest));
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
    }

    private static void addContentRange(ServerHttpResponse response, ByteRange part, long total) {
        response.setStatusCode(HttpStatus.PARTIAL_CONTENT);
        response.getHeaders().set(HttpHeaders.CONTENT_RANGE, part.contentRange(total));
    }

    private static Mono<Void> body(ServerWebExchange exchange, byte[] bytes, int offset, int length) {
        ServerHttpResponse response = exchange.getResponse();
        response.getHeaders().setContentLength(length);
        if (isHead(exchange)) {
            return response.setComplete();
        }
        DataBuffer buffer = response.bufferFactory().wrap(bytes);
        return response.writeWith(Mono.just(buffer.split(offset + length).readPosition(offset)));
    }

    private static Mono<Void> complete(ServerHttpResponse response, HttpStatusCode status) {
        response.setStatusCode(status);
        return response.setComplete();
    }

    private static boolean isHead(ServerWebExchange exchange) {
        return HttpMethod.HEAD.equals(exchange.getRequest().getMethod());
    }

    private static boolean isNotModified(ServerHttpRequest request, Digest digest) {
        return EntityTags.matchesAny(request.getHeaders().getOrEmpty(HttpHeaders.IF_NONE_MATCH), digest);
    }

    /** The range of a GET, unless its {@code If-Range} condition fails. */
    private static Optional<ByteRange> range(ServerHttpRequest request, Digest digest, long length) {
        return RangeHeader.of(request, digest).flatMap(header -> ByteRange.parse(header, length));
    }
}
