package io.wave.proxy.redis;

import io.wave.background.Background;
import io.wave.proxy.background.BackgroundTask;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.ReactiveSubscription;
import org.springframework.data.redis.connection.SubscriptionListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The one subscription of this replica, to the channels of all listeners. */
@Component
final class ChannelSubscription implements BackgroundTask, SubscriptionListener {

    private static final Logger log = LoggerFactory.getLogger(ChannelSubscription.class);

    private final ReactiveRedisConnectionFactory connections;
    private final Map<String, ChannelListener> listeners;

    ChannelSubscription(ReactiveRedisConnectionFactory connections, List<ChannelListener> listeners) {
        this.connections = connections;
        this.listeners =
                listeners.stream().collect(Collectors.toUnmodifiableMap(ChannelListener::channel, Function.identity()));
    }

    @Override
    public Flux<Void> run() {
        return Flux.usingWhen(
                Mono.fromSupplier(connections::getReactiveConnection),
                connection ->
                        connection.pubSubCommands().createSubscription(this).flatMapMany(this::receive),
                ReactiveRedisConnection::closeLater);
    }

    private Flux<Void> receive(ReactiveSubscription subscription) {
        ByteBuffer[] channels =
                listeners.keySet().stream().map(StandardCharsets.UTF_8::encode).toArray(ByteBuffer[]::new);
        return subscription
                .subscribe(channels)
                .thenMany(subscription.receive())
                .doOnNext(this::dispatch)
                .thenMany(Flux.empty());
    }

    private void dispatch(ReactiveSubscription.Message<ByteBuffer, ByteBuffer> message) {
        String channel = text(message.getChannel());
        ChannelListener listener = listeners.get(channel);
        if (listener != null) {
            notify(channel, () -> listener.onMessage(text(message.getMessage())));
        }
    }

    /** Called per channel for the first subscription and for each one after a lost connection. */
    @Override
    public void onChannelSubscribed(byte[] channel, long count) {
        String name = new String(channel, StandardCharsets.UTF_8);
        ChannelListener listener = listeners.get(name);
        if (listener != null) {
            notify(name, listener::onSubscribed);
        }
    }

    /** A failing listener must not end the subscription of the others. */
    private static void notify(String channel, Runnable notification) {
        try {
            notification.run();
        } catch (RuntimeException failure) {
            log.atWarn().addKeyValue("channel", channel).setCause(failure).log("Message could not be processed");
        } catch (Error failure) {
            // Reactor would end the subscription without restarting it.
            Background.failed("channel-" + channel, failure);
        }
    }

    private static String text(ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer.duplicate()).toString();
    }
}
