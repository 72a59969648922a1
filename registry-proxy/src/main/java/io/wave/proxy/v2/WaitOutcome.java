package io.wave.proxy.v2;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.wave.proxy.hold.Held;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.netty.http.server.HttpServerRequest;

/**
 * How the wait of a call came out that waited ahead of the server: stays with the connection until that call is
 * answered, so that it does not wait again.
 */
final class WaitOutcome {

    private static final AttributeKey<Held> KEY = AttributeKey.valueOf(WaitOutcome.class, "held");

    private WaitOutcome() {}

    static void set(Channel channel, @Nullable Held held) {
        channel.attr(KEY).set(held);
    }

    static Optional<Held> of(ServerHttpRequest request) {
        AtomicReference<@Nullable Held> held = new AtomicReference<>();
        if (ServerHttpRequestDecorator.getNativeRequest(request) instanceof HttpServerRequest call) {
            call.withConnection(
                    connection -> held.set(connection.channel().attr(KEY).get()));
        }
        return Optional.ofNullable(held.get());
    }
}
