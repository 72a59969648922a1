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
import io.wave.augment.Content;
import io.wave.image.Digest;
import io.wave.proxy.response.EntityTags;
import io.wave.proxy.response.RegistryHeaders;
import io.wave.proxy.response.SecurityHeaders;
import io.wave.token.ContainerToken;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A manifest of a token as it goes on the wire: headers written down once, the body in direct memory. */
final class ReadyAnswer {

    private final ContainerToken token;
    private final Digest digest;
    private final HttpHeaders headers;
    private final ByteBuf body;

    ReadyAnswer(ContainerToken token, Content content) {
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

    /** The answer to one GET or HEAD; to a HEAD the codec does not send the body. */
    FullHttpResponse response() {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body.duplicate(), headers, EmptyHttpHeaders.INSTANCE);
    }

    /** Left to the garbage collector, so an answer may be dropped while it is being written. */
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
        SecurityHeaders.forEach((name, value) -> add(headers, name, value));
        return new ReadOnlyHttpHeaders(true, headers.toArray(CharSequence[]::new));
    }

    private static void add(List<CharSequence> headers, CharSequence name, String value) {
        headers.add(AsciiString.of(name));
        headers.add(AsciiString.of(value));
    }
}
