package io.wave.proxy.http;

import io.wave.proxy.hold.HoldResult;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.netty.http.server.HttpServerRequest;

/**
 * What is known of a request that {@link RequestDispatcher} has passed on to the web server.
 *
 * @param target the parsed request target
 * @param admission the decision of admission control
 * @param held the result of the hold, if the request was held before it was passed on
 * @param receivedAtNanos time of arrival by {@link System#nanoTime()}
 */
public record RequestContext(
        RequestTarget target, Admission admission, Optional<HoldResult> held, long receivedAtNanos) {

    /** The context of the request that the web server is handling. */
    public static RequestContext of(ServerHttpRequest request) {
        AtomicReference<@Nullable RequestContext> found = new AtomicReference<>();
        if (ServerHttpRequestDecorator.getNativeRequest(request) instanceof HttpServerRequest http) {
            http.withConnection(connection -> {
                RequestDispatcher dispatcher = connection.channel().pipeline().get(RequestDispatcher.class);
                found.set(dispatcher == null ? null : dispatcher.current());
            });
        }
        RequestContext context = found.get();
        if (context == null) {
            throw new IllegalStateException("the request was not received by the request dispatcher");
        }
        return context;
    }
}
