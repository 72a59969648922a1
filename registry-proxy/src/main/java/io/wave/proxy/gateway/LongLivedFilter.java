package io.wave.proxy.gateway;

import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A filter of connections that stay open until one side ends them. They are ended before the web server stops, which would
 * wait for them: the default phase is stopped first.
 */
abstract class LongLivedFilter implements GatewayFilter, SmartLifecycle {

    private volatile Sinks.Empty<Void> shutdown = Sinks.empty();
    private volatile boolean running;

    /** Completes when the service begins to stop. */
    final Mono<Void> stopping() {
        return shutdown.asMono();
    }

    @Override
    public final void start() {
        shutdown = Sinks.empty();
        running = true;
    }

    @Override
    public final void stop() {
        running = false;
        shutdown.tryEmitEmpty();
    }

    @Override
    public final boolean isRunning() {
        return running;
    }
}
