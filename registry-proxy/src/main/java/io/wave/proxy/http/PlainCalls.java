package io.wave.proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/** Calls of the registry API under a token that can be answered right behind the HTTP codec. */
public final class PlainCalls {

    private static final String PREFIX = "/v2/wt/";

    private PlainCalls() {}

    /**
     * Whether this is a GET or HEAD of HTTP/1.1 without a body, on a connection that stays, and without headers that make
     * another answer than the whole content possible. Older clients know of a connection's end only what they are told.
     */
    public static boolean contain(HttpRequest request) {
        return (isGet(request) || request.method().equals(HttpMethod.HEAD))
                && request.uri().startsWith(PREFIX)
                && request.decoderResult().isSuccess()
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && HttpUtil.isKeepAlive(request)
                && !HttpUtil.isTransferEncodingChunked(request)
                && !request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                && !request.headers().contains(HttpHeaderNames.IF_NONE_MATCH)
                && !request.headers().contains(HttpHeaderNames.RANGE)
                && !request.headers().contains(HttpHeaderNames.EXPECT);
    }

    public static boolean isGet(HttpRequest request) {
        return request.method().equals(HttpMethod.GET);
    }
}
