package io.wave.proxy.gateway;

import io.wave.limit.ConcurrencyLimit;
import io.wave.proxy.address.ClientAddress;
import java.util.function.Function;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Limits the event streams that are open at the same time, in total and per client address, and ends them before the
 * web server stops, which would wait for them: the default phase is stopped first.
 */
final class EventStreamFilter implements GatewayFilter, Ordered, SmartLifecycle {

    private static final String RETRY_AFTER_SECONDS = "30";

    private final ConcurrencyLimit places;
    private final Function<ServerHttpRequest, ClientAddress> addresses;
    private volatile Sinks.Empty<Void> shutdown = Sinks.empty();
    private volatile boolean running;

    EventStreamFilter(ConcurrencyLimit places, Function<ServerHttpRequest, ClientAddress> addresses) {
        this.places = places;
        this.addresses = addresses;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return switch (places.acquire(addresses.apply(exchange.getRequest()).value())) {
            case ConcurrencyLimit.Permit place ->
                chain.filter(exchange).takeUntilOther(shutdown.asMono()).doFinally(_ -> place.close());
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

    @Override
    public void start() {
        shutdown = Sinks.empty();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        shutdown.tryEmitEmpty();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
