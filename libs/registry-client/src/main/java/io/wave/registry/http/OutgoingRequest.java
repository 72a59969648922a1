package io.wave.registry.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * A request without its URI.
 *
 * @param headers headers without authorization
 * @param body body, subscribed to for each attempt; absent for none
 */
public record OutgoingRequest(
        HttpMethod method, HttpHeaders headers, @Nullable Publisher<ByteBuf> body) {

    public static OutgoingRequest of(HttpMethod method, HttpHeaders headers) {
        return new OutgoingRequest(method, headers, null);
    }

    /** The same request with an {@code Authorization} header. */
    public OutgoingRequest authorized(String authorization) {
        return new OutgoingRequest(method, headers.copy().set(HttpHeaderNames.AUTHORIZATION, authorization), body);
    }
}
