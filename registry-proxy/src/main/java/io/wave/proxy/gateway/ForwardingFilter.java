package io.wave.proxy.gateway;

import io.wave.proxy.address.ClientAddress;
import io.wave.security.RootKey;
import java.util.function.Function;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Prepares requests for forwarding to request-api. */
final class ForwardingFilter implements GatewayFilter {

    private final Function<ServerHttpRequest, ClientAddress> addresses;
    private final String internalKey;
    private final DataSize bodyLimit;

    ForwardingFilter(Function<ServerHttpRequest, ClientAddress> addresses, RootKey rootKey, DataSize bodyLimit) {
        this.addresses = addresses;
        this.internalKey = rootKey.internalSecret();
        this.bodyLimit = bodyLimit;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (request.getHeaders().getContentLength() > bodyLimit.toBytes()) {
            return Mono.error(new BodyTooLargeException(bodyLimit));
        }
        Sinks.Empty<Void> disconnect = Sinks.empty();
        ServerHttpRequest forwarded =
                new ForwardedRequest(request, addresses.apply(request), internalKey, bodyLimit, disconnect);
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> closeIfTooLarge(exchange.getResponse())));
        return new ForwardedCall()
                .during(chain.filter(exchange.mutate().request(forwarded).build()))
                .takeUntilOther(disconnect.asMono());
    }

    /** Closes the connection instead of reading the rest of a body that is too large. */
    private static void closeIfTooLarge(ServerHttpResponse response) {
        HttpStatusCode status = response.getStatusCode();
        if (status == HttpStatus.CONTENT_TOO_LARGE) {
            response.getHeaders().set(HttpHeaders.CONNECTION, "close");
        }
    }
}
