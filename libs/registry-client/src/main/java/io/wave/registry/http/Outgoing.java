package io.wave.registry.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * A request but for its address.
 *
 * @param headers as the caller wants them, without authorization
 * @param body what is sent, subscribed to anew for each time it is; absent for none
 */
public record Outgoing(
        HttpMethod method, HttpHeaders headers, @Nullable Publisher<ByteBuf> body) {

    public static Outgoing of(HttpMethod method, HttpHeaders headers) {
        return new Outgoing(method, headers, null);
    }

    /** The same, shown to a registry with this. */
    public Outgoing authorized(String authorization) {
        return new Outgoing(method, headers.copy().set(HttpHeaderNames.AUTHORIZATION, authorization), body);
    }
}
