package io.wave.proxy.gateway;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;

/**
 * The call to request-api for one exchange. When the exchange ends, its response is released as far as nobody has read it: it may arrive
 * while the client disconnects during its body. The HTTP client closes the connection of a call that is cancelled, but leaves what it has
 * received to a reader.
 */
final class ForwardedCall {

    private final AtomicReference<@Nullable Connection> connection = new AtomicReference<>();
    private volatile boolean ended;

    /** The client for calls, which tells them their connections. */
    static HttpClient client(HttpClient client) {
        return client.doOnRequest((request, connection) -> request.currentContextView()
                .<ForwardedCall>getOrEmpty(ForwardedCall.class)
                .ifPresent(call -> call.begin(connection)));
    }

    /** Runs an exchange with this call. */
    Mono<Void> during(Mono<Void> exchange) {
        return Mono.usingWhen(
                        Mono.just(this),
                        _ -> exchange,
                        ForwardedCall::release,
                        (call, _) -> call.release(),
                        ForwardedCall::release)
                .contextWrite(context -> context.put(ForwardedCall.class, this));
    }

    private void begin(Connection begun) {
        connection.set(begun);
        if (ended) {
            begun.dispose();
        }
    }

    /** Becomes the reader of the response, and cancels. An error says that it has another reader, who releases it. */
    private Mono<Void> release() {
        return Mono.defer(() -> {
            ended = true;
            Connection begun = connection.getAndSet(null);
            return begun == null
                    ? Mono.empty()
                    : begun.inbound()
                            .receive()
                            .takeUntilOther(Mono.empty())
                            .then()
                            .onErrorComplete();
        });
    }
}
