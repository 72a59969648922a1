package io.wave.proxy.response;

import io.netty.channel.Channel;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.channel.AbortedException;

/**
 * Responses that fail after they have started: the connection is closed, so that no client takes the response for
 * complete, and one line is logged. Spring would log the path too, which contains the token.
 */
public final class AbortedResponses {

    private static final Logger log = LoggerFactory.getLogger(AbortedResponses.class);

    private AbortedResponses() {}

    /** Closes the connection of this exchange, if it is open; completes when it is closed. */
    public static Mono<Void> abort(ServerWebExchange exchange, Throwable error) {
        logCause(error);
        return channel(exchange).map(AbortedResponses::close).orElseGet(() -> Mono.error(error));
    }

    private static Mono<Void> close(Channel channel) {
        return channel.isActive()
                ? Mono.create(closed -> channel.close().addListener(_ -> closed.success()))
                : Mono.empty();
    }

    /** Whether the error is that the client of this exchange has disconnected, so that nothing can be sent to it. */
    public static boolean isDisconnect(ServerWebExchange exchange, Throwable error) {
        return isOfConnection(error)
                && channel(exchange).filter(channel -> !channel.isActive()).isPresent();
    }

    private static Optional<Channel> channel(ServerWebExchange exchange) {
        return ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest()) instanceof Connection connection
                ? Optional.of(connection.channel())
                : Optional.empty();
    }

    private static boolean isOfConnection(Throwable error) {
        return error instanceof IOException || error instanceof AbortedException;
    }

    /** A client that disconnects is not an error. */
    private static void logCause(Throwable error) {
        var line = isOfConnection(error) ? log.atDebug() : log.atWarn();
        line.addKeyValue("cause", error.toString()).log("Response aborted, connection closed");
    }
}
