package io.wave.proxy.connection;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import io.wave.proxy.address.ClientAddresses;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConnectionProperties.class)
class GuardConfiguration {

    /** Connections that wait to be accepted: more than come in one moment, and soon accepted or closed. */
    private static final int BACKLOG = 1024;

    @Bean
    ConnectionGuard connectionGuard(ConnectionProperties properties, ClientAddresses addresses, MeterRegistry meters) {
        ConnectionGuard guard = new ConnectionGuard(FileLimit.connections(properties), addresses, properties);
        Gauge.builder("wave.proxy.connections", guard, ConnectionGuard::open)
                .description("Connections of clients")
                .register(meters);
        FunctionCounter.builder("wave.proxy.connections.refused", guard, ConnectionGuard::refused)
                .description("Connections that were closed because there were too many")
                .register(meters);
        return guard;
    }

    /** First of all: what is refused gets no other handler to do anything. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    NettyServerCustomizer connectionsGuarded(ConnectionGuard guard, ConnectionProperties properties) {
        return server -> server.option(ChannelOption.SO_BACKLOG, BACKLOG)
                .httpMessageLogFactory(new QuietRequests())
                .doOnChannelInit((_, channel, _) -> guard.accepted(channel));
    }
}
