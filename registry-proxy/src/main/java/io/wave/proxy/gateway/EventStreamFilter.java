package io.wave.proxy.gateway;

import io.wave.limit.ConcurrencyLimit;
import io.wave.proxy.address.ClientAddress;
import java.util.function.Function;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Limits the event streams that are open at the same time, in total and per client address, and ends them before the
 * web server stops.
 */
final class EventStreamFilter extends LongLivedFilter implements Ordered {

    private static final String RETRY_AFTER_SECONDS = "30";

    private final ConcurrencyLimit places;
    private final Function<ServerHttpRequest, ClientAddress> addresses;

    EventStreamFilter(ConcurrencyLimit places, Function<ServerHttpRequest, ClientAddress> addresses) {
        this.places = places;
        this.addresses = addresses;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return switch (places.acquire(addresses.apply(exchange.getRequest()).value())) {
            case ConcurrencyLimit.Permit place ->
                chain.filter(exchange).takeUntilOther(stopping()).doFinally(_ -> place.close());
            case ConcurrencyLimit.Result.TotalReached _ -> refuse(exchange, HttpStatus.SERVICE_UNAVAILABLE);
            case ConcurrencyLimit.Result.AddressReached _ -> refuse(exchange, HttpStatus.TOO_MANY_REQUESTS);
        };
    }

    private static Mono<Void> refuse(ServerWebExchange exchange, HttpStatus status) {
        exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        return Mono.error(new ResponseStatusException(status));
    }

    /** Applies to the whole response, not only to its headers. */
    @Override
    public int getOrder() {
        return NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER - 1;
    }
}
