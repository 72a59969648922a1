package io.wave.api.platform.pairing;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wave.api.platform.PlatformCondition;
import io.wave.api.platform.PlatformProperties;
import io.wave.messaging.loop.TaskLoop;
import io.wave.messaging.loop.TaskLoop.Pace;
import io.wave.security.RootKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;

/** The connections of Platforms. Without {@code wave.platform.endpoints} there are none. */
@Configuration(proxyBeanMethods = false)
@Conditional(PlatformCondition.class)
@EnableWebSocket
class PairingConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(PairingConfiguration.class);
    private static final String PATH = "/pairing/*/token/*";

    @Bean
    Pairings pairings(JdbcClient jdbc, RootKey rootKey, SecureRandom random, PlatformProperties properties) {
        return new Pairings(jdbc, rootKey, random, properties);
    }

    @Bean
    PairingSockets pairingSockets(PlatformProperties properties, MeterRegistry meters) {
        PairingSockets sockets = new PairingSockets(properties.maxSockets());
        Gauge.builder("wave.platform.sockets", sockets, PairingSockets::size)
                .description("Connections of Platforms to this replica")
                .register(meters);
        return sockets;
    }

    @Bean
    TaskLoop pairingLoop(PairingSockets sockets, PlatformProperties properties) {
        Duration interval = properties.pingInterval();
        return new TaskLoop(
                "platform-pings",
                new PairingLoop(sockets, interval),
                new Pace(interval, Duration.ZERO, interval),
                TaskLoop.AFTER_LISTENERS);
    }

    @Bean
    WebSocketConfigurer pairingRoute(PlatformProperties properties, Pairings pairings, PairingSockets sockets) {
        PairingHandler handler = new PairingHandler(
                properties, pairings, sockets, () -> UUID.randomUUID().toString());
        if (properties.licences().isEmpty()) {
            LOG.warn("wave.platform.licences is empty: anybody who reaches /pairing can pose as a Platform of"
                    + " wave.platform.endpoints, and gets the tokens of its users");
        }
        return routes -> routes.addHandler(handler, PATH);
    }
}
