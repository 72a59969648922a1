package io.wave.registry.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.wave.registry.access.Origin;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.ConnectionProvider;

/**
 * Hosts with a pool of connections, which users name: beyond a number of them, the pool of the one that was called least is
 * given up. Calls in it go on; its idle connections are closed.
 */
final class PooledHosts {

    private static final int MOST = 1_000;
    /** Later than the pool is given up for want of calls. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);

    private final ConnectionProvider connections;
    private final Cache<Origin, Origin> called;

    PooledHosts(ConnectionProvider connections) {
        this(connections, MOST);
    }

    PooledHosts(ConnectionProvider connections, int most) {
        this.connections = connections;
        this.called = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterAccess(FORGOTTEN_AFTER)
                .<Origin, Origin>removalListener(this::removed)
                .build();
    }

    void called(URI uri) {
        var _ = called.get(Origin.of(uri), origin -> origin);
    }

    private void removed(@Nullable Origin origin, @Nullable Origin same, RemovalCause cause) {
        if (cause.wasEvicted() && origin != null) {
            connections.disposeWhen(InetSocketAddress.createUnresolved(origin.host(), origin.port()));
        }
    }
}
