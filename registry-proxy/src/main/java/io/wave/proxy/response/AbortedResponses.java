package io.wave.proxy.response;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Responses that fail after they have started: the connection is closed, so that no client takes the response for
 * complete, and one line is logged. Spring would log the path too, which contains the token.
 */
public final class AbortedResponses {

    private static final Logger log = LoggerFactory.getLogger(AbortedResponses.class);

    private AbortedResponses() {}

    /** Closes the connection of this exchange; completes when it is closed. */
    public static Mono<Void> abort(ServerWebExchange exchange, Throwable error) {
        logCause(error);
        if (!(nativeRequest(exchange.getRequest()) instanceof HttpServerRequest call)) {
            return Mono.error(error);
        }
        return Mono.create(closed ->
                call.withConnection(connection -> connection.channel().close().addListener(_ -> closed.success())));
    }

    private static Object nativeRequest(ServerHttpRequest request) {
        return ServerHttpRequestDecorator.getNativeRequest(request);
    }

    /** A client that disconnects is not an error. */
    private static void logCause(Throwable error) {
        var line = error instanceof IOException ? log.atDebug() : log.atWarn();
        line.addKeyValue("cause", error.toString()).log("Response aborted, connection closed");
    }
}
