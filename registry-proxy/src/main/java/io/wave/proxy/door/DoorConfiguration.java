package io.wave.proxy.door;

import io.wave.limit.RateLimits;
import io.wave.proxy.address.ClientAddresses;
import io.wave.proxy.connection.AheadOfServer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DoorProperties.class)
class DoorConfiguration {

    /** Next to the server. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    NettyServerCustomizer doorAheadOfServer(
            RateLimits limits,
            ClientAddresses addresses,
            DoorProperties properties,
            ObjectProvider<ShortWays> shortWays) {
        Gate gate = new Gate(limits, addresses, properties.denyPaths());
        ShortWays ways = shortWays.getIfAvailable(() -> ShortWays.NONE);
        return AheadOfServer.put("wave.door", () -> new Door(gate, ways));
    }
}
