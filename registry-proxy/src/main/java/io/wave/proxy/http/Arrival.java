package io.wave.proxy.http;

import io.wave.proxy.hold.Held;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.netty.http.server.HttpServerRequest;

/**
 * A call that the door has passed on to the server, with what it found out about it.
 *
 * @param call as it was read
 * @param admission what the gate said of it
 * @param held how its wait came out, if it waited at the door
 * @param atNanos when it came, by {@link System#nanoTime()}
 */
public record Arrival(Call call, Admission admission, Optional<Held> held, long atNanos) {

    /** The arrival that this request is. */
    public static Arrival of(ServerHttpRequest request) {
        AtomicReference<@Nullable Arrival> found = new AtomicReference<>();
        if (ServerHttpRequestDecorator.getNativeRequest(request) instanceof HttpServerRequest http) {
            http.withConnection(connection -> {
                Door door = connection.channel().pipeline().get(Door.class);
                found.set(door == null ? null : door.passedOn());
            });
        }
        Arrival arrival = found.get();
        if (arrival == null) {
            throw new IllegalStateException("the call did not come through the door");
        }
        return arrival;
    }
}
