package io.wave.proxy.http;

import io.wave.limit.RateLimits;
import io.wave.proxy.address.ClientAddresses;
import io.wave.proxy.connection.ServerPipeline;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AdmissionProperties.class)
class HttpConfiguration {

    /**
     * The dispatcher handles the requests of a connection one after the other, which HTTP/2 does not.
     *
     * @throws IllegalStateException if HTTP/2 is enabled
     */
    static void requireHttp1(ServerProperties server) {
        if (server.getHttp2().isEnabled()) {
            throw new IllegalStateException(
                    "server.http2.enabled: registry-proxy supports HTTP/1.1 only; set it to false"
                            + " and terminate HTTP/2 at the load balancer");
        }
    }

    /** Directly before the web server. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    NettyServerCustomizer requestDispatcher(
            RateLimits limits,
            ClientAddresses addresses,
            AdmissionProperties properties,
            ObjectProvider<ServerProperties> server,
            ObjectProvider<FastPath> fastPaths) {
        server.ifAvailable(HttpConfiguration::requireHttp1);
        AdmissionControl admissionControl = new AdmissionControl(limits, addresses, properties.denyPaths());
        FastPath fastPath = fastPaths.getIfAvailable(() -> FastPath.NONE);
        return ServerPipeline.addHandler(
                "wave.requestDispatcher", () -> new RequestDispatcher(admissionControl, fastPath));
    }
}
