package io.wave.proxy.connection;

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

    /** Next to the server: it needs to know of those requests only that reach that. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    NettyServerCustomizer nextRequestsRead() {
        return AheadOfServer.put("wave.nextRequest", NextRequestReader::new);
    }
}
