package io.wave.proxy.http;

import io.wave.limit.RateLimits;
import io.wave.proxy.address.ClientAddresses;
import io.wave.proxy.connection.AheadOfServer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DoorProperties.class)
class DoorConfiguration {

    /**
     * The door sees the calls of a connection one after the other, which those of HTTP/2 are not.
     *
     * @throws IllegalStateException if the server is to speak HTTP/2
     */
    static void requireHttp1(ServerProperties server) {
        if (server.getHttp2().isEnabled()) {
            throw new IllegalStateException(
                    "server.http2.enabled: registry-proxy speaks HTTP/1.1 only; set it to false,"
                            + " and let the load balancer in front speak HTTP/2 with clients");
        }
    }

    /** Next to the server. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    NettyServerCustomizer doorAheadOfServer(
            RateLimits limits,
            ClientAddresses addresses,
            DoorProperties properties,
            ObjectProvider<ServerProperties> server,
            ObjectProvider<ShortWays> shortWays) {
        server.ifAvailable(DoorConfiguration::requireHttp1);
        Gate gate = new Gate(limits, addresses, properties.denyPaths());
        ShortWays ways = shortWays.getIfAvailable(() -> ShortWays.NONE);
        return AheadOfServer.put("wave.door", () -> new Door(gate, ways));
    }
}
