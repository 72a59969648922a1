package io.wave.proxy.connection;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.wave.proxy.address.ClientAddresses;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.reactor.netty.autoconfigure.NettyServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConnectionProperties.class)
class ConnectionConfiguration {

    /** Length of the accept queue: a burst of connections, which are soon accepted or closed. */
    private static final int BACKLOG = 1024;

    @Bean
    ConnectionLimiter connectionLimiter(
            ConnectionProperties properties,
            ServerProperties server,
            NettyServerProperties netty,
            ClientAddresses addresses,
            MeterRegistry meters) {
        ConnectionLimiter limiter = new ConnectionLimiter(
                OpenFileLimit.connections(properties),
                addresses,
                properties,
                new HeadRefusals(netty.getMaxInitialLineLength(), server.getMaxHttpRequestHeaderSize()));
        Gauge.builder("wave.proxy.connections", limiter, ConnectionLimiter::open)
                .description("Open client connections")
                .register(meters);
        FunctionCounter.builder("wave.proxy.connections.refused", limiter, ConnectionLimiter::rejected)
                .description("Client connections closed because a limit was reached")
                .register(meters);
        return limiter;
    }

    /** Runs first: a rejected connection gets no other handler. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    NettyServerCustomizer connectionLimits(ConnectionLimiter limiter, ConnectionProperties properties) {
        return server -> server.option(ChannelOption.SO_BACKLOG, BACKLOG)
                .httpMessageLogFactory(new PathHidingLogFactory())
                .doOnChannelInit((_, channel, _) -> limiter.accept(channel));
    }

    /** Before every handler that may request a read. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    NettyServerCustomizer readBackpressure() {
        return ServerPipeline.addHandler("wave.readBackpressure", ReadBackpressureHandler::new);
    }

    @Bean
    NettyServerCustomizer connectionAllocator() {
        ByteBufAllocator allocator = ConnectionAllocator.create();
        // Small buffers: one read gets only a few of the requests that a client pipelines.
        RecvByteBufAllocator reads = new AdaptiveRecvByteBufAllocator(64, 2_048, 8_192);
        return server -> server.childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads);
    }
}
