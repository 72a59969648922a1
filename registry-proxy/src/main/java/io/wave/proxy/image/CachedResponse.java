package io.wave.proxy.image;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.ReadOnlyHttpHeaders;
import io.netty.util.AsciiString;
import io.wave.augment.manifest.Content;
import io.wave.image.Digest;
import io.wave.proxy.response.EntityTags;
import io.wave.proxy.response.RegistryHeaders;
import io.wave.security.SecurityHeaders;
import io.wave.token.ContainerToken;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A manifest response of a token, ready to be written: headers encoded once, the body in direct memory. */
final class CachedResponse {

    private final ContainerToken token;
    private final Digest digest;
    private final HttpHeaders headers;
    private final ByteBuf body;

    CachedResponse(ContainerToken token, Content content) {
        this.token = token;
        this.digest = content.digest();
        this.headers = headers(content);
        this.body = direct(content.bytes());
    }

    ContainerToken token() {
        return token;
    }

    Digest digest() {
        return digest;
    }

    int size() {
        return body.readableBytes();
    }

    /** The response to one GET or HEAD; the codec omits the body of a HEAD response. */
    FullHttpResponse response() {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body.duplicate(), headers, EmptyHttpHeaders.INSTANCE);
    }

    /** Released by the garbage collector, so that an entry may be evicted while it is being written. */
    private static ByteBuf direct(byte[] bytes) {
        ByteBuffer memory = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(memory).asReadOnly());
    }

    private static HttpHeaders headers(Content content) {
        List<CharSequence> headers = new ArrayList<>();
        add(headers, HttpHeaderNames.CONTENT_TYPE, content.mediaType());
        add(headers, HttpHeaderNames.CONTENT_LENGTH, Integer.toString(content.size()));
        add(headers, RegistryHeaders.CONTENT_DIGEST, content.digest().toString());
        add(headers, HttpHeaderNames.ETAG, EntityTags.of(content.digest()));
        add(headers, HttpHeaderNames.ACCEPT_RANGES, "bytes");
        add(headers, RegistryHeaders.API_VERSION, RegistryHeaders.API_VERSION_2);
        SecurityHeaders.REGISTRY.forEach((name, value) -> add(headers, name, value));
        return new ReadOnlyHttpHeaders(true, headers.toArray(CharSequence[]::new));
    }

    private static void add(List<CharSequence> headers, CharSequence name, String value) {
        headers.add(AsciiString.of(name));
        headers.add(AsciiString.of(value));
    }
}
