package io.wave.proxy.connection;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

@Configuration(proxyBeanMethods = false)
class ConnectionConfiguration {

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
