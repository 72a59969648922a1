package io.wave.api.platform.call;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.api.platform.PlatformCondition;
import io.wave.api.platform.PlatformProperties;
import io.wave.api.platform.pairing.PairingSockets;
import io.wave.messaging.loop.TaskLoop;
import io.wave.messaging.loop.TaskLoop.Pace;
import io.wave.security.RootKey;
import io.wave.security.SecretCipher;
import io.wave.security.TrustedCertificates;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/** How Platforms are called. */
@Configuration(proxyBeanMethods = false)
@Conditional(PlatformCondition.class)
class CallConfiguration {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(325);
    private static final Duration LISTENER_CHECK = Duration.ofSeconds(5);

    private final String replica = UUID.randomUUID().toString();
    private final Executor threads = new VirtualThreadTaskExecutor("platform-");

    @Bean
    ReplicaRelay replicaRelay(
            StringRedisTemplate redis, RootKey rootKey, PairingSockets sockets, PlatformProperties properties) {
        SecretCipher cipher = new SecretCipher(rootKey, RootKey.Purpose.PLATFORM_MESSAGES);
        ReplicaRelay relay = new ReplicaRelay(replica, redis, cipher, sockets, threads, properties.timeout());
        sockets.onChange(relay::connected);
        return relay;
    }

    /** Started by the loop below: the service starts without Redis. */
    @Bean
    RedisMessageListenerContainer platformCalls(RedisConnectionFactory connections, ReplicaRelay relay) {
        RedisMessageListenerContainer container = new RedisMessageListenerContainer();
        container.setConnectionFactory(connections);
        container.setTaskExecutor(threads);
        container.setSubscriptionExecutor(threads);
        container.setAutoStartup(false);
        container.addMessageListener(
                (message, _) -> relay.receive(new String(message.getBody(), StandardCharsets.UTF_8)),
                ChannelTopic.of(ReplicaRelay.channel(replica)));
        return container;
    }

    @Bean
    TaskLoop platformCallsLoop(RedisMessageListenerContainer platformCalls) {
        return new TaskLoop(
                "platform-calls",
                () -> {
                    if (!platformCalls.isRunning()) {
                        platformCalls.start();
                    }
                    return false;
                },
                new Pace(LISTENER_CHECK, Duration.ZERO, LISTENER_CHECK),
                TaskLoop.BEFORE_CONNECTIONS);
    }

    @Bean
    Outages platformOutages(PlatformProperties properties, MeterRegistry meters) {
        return new Outages(properties.outageTolerance(), meters);
    }

    @Bean
    PlatformClient platformClient(PlatformSender sender, LoginTokens tokens) {
        return new PlatformClient(sender, tokens);
    }

    @Bean
    PlatformSender platformSender(
            PlatformProperties properties,
            PairingSockets sockets,
            ReplicaRelay relay,
            TrustedCertificates certificates) {
        Supplier<String> ids = () -> UUID.randomUUID().toString();
        PlatformConnector connector = switch (properties.connector()) {
            case SOCKET -> new SocketConnector(sockets, relay);
            case HTTP -> new HttpConnector(certificates, properties.timeout());
        };
        return new PlatformSender(connector, ids, properties.timeout(), FIRST_PAUSE);
    }
}
