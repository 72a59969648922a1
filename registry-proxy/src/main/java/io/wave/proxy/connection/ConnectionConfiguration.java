package io.wave.proxy.connection;

import io.netty.channel.ChannelPipeline;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import reactor.netty.NettyPipeline;

@Configuration(proxyBeanMethods = false)
class ConnectionConfiguration {

    /** Next to the server: it needs to know of those requests only that reach that. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    NettyServerCustomizer nextRequestsRead() {
        return server -> server.doOnChannelInit((_, channel, _) -> insert(channel.pipeline()));
    }

    private static void insert(ChannelPipeline pipeline) {
        if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
            pipeline.addBefore(NettyPipeline.HttpTrafficHandler, "wave.nextRequest", new NextRequestReader());
        }
    }
}
