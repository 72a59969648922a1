package io.wave.proxy.http;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.wave.proxy.hold.HoldResult;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Requests that can be answered, or held, before the web server; for {@linkplain #isEligible eligible} requests only.
 * Every other request is passed on.
 */
public interface FastPath {

    /** Prefix of the requests with a token. */
    String TOKEN_PATHS = "/v2/wt/";

    /** Passes on every request. */
    FastPath NONE = new FastPath() {
        @Override
        public @Nullable FullHttpResponse cached(HttpRequest request) {
            return null;
        }

        @Override
        public @Nullable HeldRequest held(RequestTarget target, HttpRequest request) {
            return null;
        }
    };

    /** The cached response to this path and query, recorded as a further pull; null if there is none. */
    @Nullable
    FullHttpResponse cached(HttpRequest request);

    /** The hold of a request whose image is being built; null if the web server must handle the request. */
    @Nullable
    HeldRequest held(RequestTarget target, HttpRequest request);

    /**
     * Whether this is a GET or HEAD with a token in HTTP/1.1, without a body, on a persistent connection, and without
     * headers that allow another response than the complete content.
     */
    static boolean isEligible(HttpRequest request) {
        return (isGet(request) || request.method().equals(HttpMethod.HEAD))
                && request.uri().startsWith(TOKEN_PATHS)
                && request.decoderResult().isSuccess()
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && HttpUtil.isKeepAlive(request)
                && !HttpUtil.isTransferEncodingChunked(request)
                && !request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                && !request.headers().contains(HttpHeaderNames.IF_NONE_MATCH)
                && !request.headers().contains(HttpHeaderNames.RANGE)
                && !request.headers().contains(HttpHeaderNames.EXPECT);
    }

    /** Whether the method is GET. */
    static boolean isGet(HttpRequest request) {
        return request.method().equals(HttpMethod.GET);
    }

    /** A request that is held. */
    interface HeldRequest {

        /**
         * Starts the hold.
         *
         * @param callback called at most once, on any thread
         * @return to be disposed of once, when the request has been answered or the client has disconnected
         */
        Disposable start(Consumer<HoldResult> callback);

        /** The response; null if the web server must respond. */
        @Nullable
        FullHttpResponse response(HoldResult result);
    }
}
