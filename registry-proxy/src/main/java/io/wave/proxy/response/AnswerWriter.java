package io.wave.proxy.response;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.wave.image.Digest;
import java.net.URI;
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
 * Writes answers: exact lengths and digests, conditions and ranges by RFC 9110, nothing that an upstream said beyond
 * what the answer holds.
 */
public final class AnswerWriter {

    private static final String OCTETS = "application/octet-stream";

    /** Writes the answer, its body only to a GET. */
    public Mono<Void> write(ServerWebExchange exchange, Answer answer) {
        ServerHttpResponse response = exchange.getResponse();
        addCommonHeaders(response.getHeaders());
        return switch (answer) {
            case Answer.Whole whole -> writeWhole(exchange, whole);
            case Answer.Plain plain -> writePlain(exchange, plain);
            case Answer.Unchanged(var digest) -> writeUnchanged(response, digest);
            case Answer.Redirect(int status, URI location) -> writeRedirect(response, status, location);
            case Answer.LocalFile file -> writeFile(exchange, file);
            case Answer.Stream stream -> writeStream(exchange, stream);
        };
    }

    static void addCommonHeaders(HttpHeaders headers) {
        headers.set(RegistryHeaders.API_VERSION, RegistryHeaders.API_VERSION_2);
        SecurityHeaders.forEach(headers::set);
    }

    private static Mono<Void> writeWhole(ServerWebExchange exchange, Answer.Whole whole) {
        ServerHttpResponse response = exchange.getResponse();
        var content = whole.content();
        describe(response.getHeaders(), content.digest(), content.mediaType());
        if (isUnchanged(exchange.getRequest(), content.digest())) {
            return complete(response, HttpStatus.NOT_MODIFIED);
        }
        return range(exchange.getRequest(), content.digest(), content.size())
                .map(part -> {
                    announcePart(response, part, content.size());
                    return body(exchange, content.bytes(), (int) part.first(), (int) part.length());
                })
                .orElseGet(() -> body(exchange, content.bytes(), 0, content.size()));
    }

    private static Mono<Void> writeUnchanged(ServerHttpResponse response, Digest digest) {
        describe(response.getHeaders(), digest, OCTETS);
        return complete(response, HttpStatus.NOT_MODIFIED);
    }

    private static Mono<Void> writePlain(ServerWebExchange exchange, Answer.Plain plain) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(HttpHeaders.CONTENT_TYPE, plain.mediaType());
        plain.headers().forEach(headers::set);
        byte[] body = plain.body().getBytes(StandardCharsets.UTF_8);
        return body(exchange, body, 0, body.length);
    }

    /** Some engines hang on a redirect that does not say at once that it has no body. */
    private static Mono<Void> writeRedirect(ServerHttpResponse response, int status, URI location) {
        response.getHeaders().setLocation(location);
        response.getHeaders().setContentLength(0);
        return complete(response, HttpStatusCode.valueOf(status));
    }

    private static Mono<Void> writeFile(ServerWebExchange exchange, Answer.LocalFile file) {
        ServerHttpResponse response = exchange.getResponse();
        describe(response.getHeaders(), file.digest(), OCTETS);
        if (isUnchanged(exchange.getRequest(), file.digest())) {
            return complete(response, HttpStatus.NOT_MODIFIED);
        }
        Optional<ByteRange> range = range(exchange.getRequest(), file.digest(), file.length());
        range.ifPresent(part -> announcePart(response, part, file.length()));
        ByteRange part = range.orElseGet(() -> new ByteRange(0, file.length() - 1));
        response.getHeaders().setContentLength(part.length());
        return isHead(exchange) ? response.setComplete() : send(response, file.file(), part);
    }

    private static Mono<Void> send(ServerHttpResponse response, Path file, ByteRange part) {
        if (response instanceof ZeroCopyHttpOutputMessage zeroCopy) {
            return zeroCopy.writeWith(file, part.first(), part.length());
        }
        throw new IllegalStateException("the server cannot send files");
    }

    private static Mono<Void> writeStream(ServerWebExchange exchange, Answer.Stream stream) {
        ServerHttpResponse response = exchange.getResponse();
        HttpHeaders headers = response.getHeaders();
        describe(headers, stream.digest(), OCTETS);
        if (isUnchanged(exchange.getRequest(), stream.digest())) {
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
        return response.writeWith(paced(exchange, stream.content()).map(buffers::wrap));
    }

    private static Flux<ByteBuf> paced(ServerWebExchange exchange, Flux<ByteBuf> content) {
        AtomicReference<@Nullable Channel> channel = new AtomicReference<>();
        if (ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest()) instanceof HttpServerRequest call) {
            call.withConnection(connection -> channel.set(connection.channel()));
        }
        Channel connection = channel.get();
        return connection == null ? content : PacedContent.of(content, connection);
    }

    private static void describe(HttpHeaders headers, Digest digest, String mediaType) {
        headers.set(HttpHeaders.CONTENT_TYPE, mediaType);
        headers.set(RegistryHeaders.CONTENT_DIGEST, digest.toString());
        headers.set(HttpHeaders.ETAG, EntityTags.of(digest));
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
    }

    private static void announcePart(ServerHttpResponse response, ByteRange part, long total) {
        response.setStatusCode(HttpStatus.PARTIAL_CONTENT);
        response.getHeaders().set(HttpHeaders.CONTENT_RANGE, part.of(total));
    }

    private static Mono<Void> body(ServerWebExchange exchange, byte[] bytes, int offset, int length) {
        ServerHttpResponse response = exchange.getResponse();
        response.getHeaders().setContentLength(length);
        if (isHead(exchange)) {
            return response.setComplete();
        }
        DataBuffer whole = response.bufferFactory().wrap(bytes);
        return response.writeWith(Mono.just(whole.split(offset + length).readPosition(offset)));
    }

    private static Mono<Void> complete(ServerHttpResponse response, HttpStatusCode status) {
        response.setStatusCode(status);
        return response.setComplete();
    }

    private static boolean isHead(ServerWebExchange exchange) {
        return HttpMethod.HEAD.equals(exchange.getRequest().getMethod());
    }

    private static boolean isUnchanged(ServerHttpRequest request, Digest digest) {
        return EntityTags.match(request.getHeaders().getOrEmpty(HttpHeaders.IF_NONE_MATCH), digest);
    }

    /** The range that a GET asks for, unless it wants it of other content only. */
    private static Optional<ByteRange> range(ServerHttpRequest request, Digest digest, long length) {
        return RangeRequest.of(request, digest).flatMap(header -> ByteRange.parse(header, length));
    }
}
