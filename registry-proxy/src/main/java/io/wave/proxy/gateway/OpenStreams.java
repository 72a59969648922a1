package io.wave.proxy.gateway;

import java.util.concurrent.Semaphore;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Streams of events that stay open for as long as somebody watches. A replica has a bound to them, and ends them before
 * it stops, which would wait for them.
 */
final class OpenStreams implements GatewayFilter, Ordered, SmartLifecycle {

    private final Semaphore places;
    private volatile Sinks.Empty<Void> end = Sinks.empty();
    private volatile boolean running;

    OpenStreams(int most) {
        this.places = new Semaphore(most);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        if (!places.tryAcquire()) {
            return Mono.error(new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE));
        }
        return chain.filter(exchange).takeUntilOther(end.asMono()).doFinally(_ -> places.release());
    }

    /** Around the writing of the answer, not only of its head. */
    @Override
    public int getOrder() {
        return NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER - 1;
    }

    @Override
    public void start() {
        end = Sinks.empty();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        end.tryEmitEmpty();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stopped first of all. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
