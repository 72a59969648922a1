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
 * Limits the number of hosts with a connection pool, since users name the hosts: beyond the limit the least used pool is
 * disposed of. Its active calls continue; its idle connections are closed.
 */
final class PooledHosts {

    private static final int MAX_HOSTS = 1_000;
    /** Longer than the time after which an inactive pool is disposed of. */
    private static final Duration EXPIRY = Duration.ofMinutes(5);

    private final ConnectionProvider connections;
    private final Cache<Origin, Origin> used;

    PooledHosts(ConnectionProvider connections) {
        this(connections, MAX_HOSTS);
    }

    PooledHosts(ConnectionProvider connections, int maxHosts) {
        this.connections = connections;
        this.used = Caffeine.newBuilder()
                .maximumSize(maxHosts)
                .expireAfterAccess(EXPIRY)
                .<Origin, Origin>removalListener(this::removed)
                .build();
    }

    void used(URI uri) {
        var _ = used.get(Origin.of(uri), origin -> origin);
    }

    private void removed(@Nullable Origin origin, @Nullable Origin same, RemovalCause cause) {
        if (cause.wasEvicted() && origin != null) {
            connections.disposeWhen(InetSocketAddress.createUnresolved(origin.host(), origin.port()));
        }
    }
}
