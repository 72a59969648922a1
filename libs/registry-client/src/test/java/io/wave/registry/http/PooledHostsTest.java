package io.wave.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.TransportConfig;

class PooledHostsTest {

    private final Queue<SocketAddress> givenUp = new ConcurrentLinkedQueue<>();

    @Test
    void poolsBeyondTheLimitAreDisposedOf() {
        PooledHosts hosts = new PooledHosts(new Pools(), 10);

        for (int i = 0; i < 100; i++) {
            hosts.used(URI.create("https://h%d.test/v2/".formatted(i)));
            if (i < 10) {
                // The same pool; later ones may be given up between two uses.
                hosts.used(URI.create("https://h%d.test/v2/other".formatted(i)));
            }
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(givenUp).hasSize(90));
        assertThat(givenUp)
                .allSatisfy(address ->
                        assertThat(((InetSocketAddress) address).getPort()).isEqualTo(443));
        assertThat(List.copyOf(givenUp)).doesNotHaveDuplicates();
    }

    private final class Pools implements ConnectionProvider {

        @Override
        public Mono<? extends Connection> acquire(
                TransportConfig config,
                ConnectionObserver observer,
                @Nullable Supplier<? extends SocketAddress> remote,
                @Nullable AddressResolverGroup<?> resolvers) {
            return Mono.empty();
        }

        @Override
        public void disposeWhen(SocketAddress address) {
            givenUp.add(address);
        }
    }
}
