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
 * Answers that fail after they have begun. The connection is cut, so that no client takes the answer for whole, and one
 * line is logged. The framework would log the path too, which holds the token.
 */
public final class BrokenAnswers {

    private static final Logger log = LoggerFactory.getLogger(BrokenAnswers.class);

    private BrokenAnswers() {}

    /** Cuts the connection of this exchange; ends when it is closed. */
    public static Mono<Void> cut(ServerWebExchange exchange, Throwable error) {
        report(error);
        if (!(nativeRequest(exchange.getRequest()) instanceof HttpServerRequest call)) {
            return Mono.error(error);
        }
        return Mono.create(closed ->
                call.withConnection(connection -> connection.channel().close().addListener(_ -> closed.success())));
    }

    private static Object nativeRequest(ServerHttpRequest request) {
        return ServerHttpRequestDecorator.getNativeRequest(request);
    }

    /** A client that leaves is no fault. */
    private static void report(Throwable error) {
        var line = error instanceof IOException ? log.atDebug() : log.atWarn();
        line.addKeyValue("cause", error.toString()).log("An answer broke off and its connection is cut");
    }
}
