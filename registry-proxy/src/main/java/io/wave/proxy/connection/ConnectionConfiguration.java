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

    /** Ahead of all that may ask for a read. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    NettyServerCustomizer readsGated() {
        return AheadOfServer.put("wave.readGate", ReadGate::new);
    }

    @Bean
    NettyServerCustomizer connectionsOnTheirOwnMemory() {
        ByteBufAllocator own = ConnectionMemory.own();
        // One read brings few of the calls that a client sends ahead.
        RecvByteBufAllocator small = new AdaptiveRecvByteBufAllocator(64, 2_048, 8_192);
        return server ->
                server.childOption(ChannelOption.ALLOCATOR, own).childOption(ChannelOption.RECVBUF_ALLOCATOR, small);
    }
}
