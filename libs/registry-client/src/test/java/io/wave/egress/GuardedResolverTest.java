package io.wave.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The policy applies to the address that a name resolves to when the connection is opened. */
class GuardedResolverTest {

    private static final InetSocketAddress NAME = InetSocketAddress.createUnresolved("name.test", 443);

    private final EventExecutor executor = new DefaultEventExecutor();

    @AfterEach
    void stop() {
        var _ = executor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void dnsRebindingIsBlocked() throws InterruptedException {
        AddressResolver<InetSocketAddress> resolver = guarded("8.8.8.8", "127.0.0.1", "8.8.4.4");
        assertThat(resolver.resolveAll(NAME).await().isSuccess()).isTrue();
        assertForbidden(resolver.resolveAll(NAME));
        assertThat(resolver.resolve(NAME).await().isSuccess()).isTrue();
    }

    @Test
    void hostWithOneForbiddenAddressIsBlocked() throws InterruptedException {
        assertForbidden(guarded("8.8.8.8 10.0.0.1").resolveAll(NAME));
        assertForbidden(guarded("8.8.8.8 10.0.0.1").resolve(NAME));
    }

    @Test
    void literalAddressesAreChecked() throws InterruptedException {
        AddressResolver<InetSocketAddress> resolver = guarded();
        var written = new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
        assertThat(resolver.isResolved(written)).isFalse();
        assertForbidden(resolver.resolveAll(written));
        assertThat(resolver.isResolved(new InetSocketAddress("8.8.8.8", 80))).isTrue();
    }

    /** As in a cluster, whose names are short. */
    @Test
    void exceptionsAreForTheNameThatIsLookedUp() throws InterruptedException {
        AddressResolverGroup<InetSocketAddress> answers = new Script("10.0.0.1", "10.0.0.1");
        var policy = new EgressPolicy(new EgressProperties(true, List.of("name.test")), List.of());
        AddressResolver<InetSocketAddress> resolver =
                new GuardedResolverGroup(() -> answers, policy).getResolver(executor);
        assertThat(resolver.resolveAll(NAME).await().isSuccess()).isTrue();
        assertForbidden(resolver.resolveAll(InetSocketAddress.createUnresolved("name", 443)));
    }

    private static void assertForbidden(Future<?> lookup) throws InterruptedException {
        assertThat(lookup.await().cause()).isInstanceOf(ForbiddenAddressException.class);
    }

    private AddressResolver<InetSocketAddress> guarded(String... answers) {
        var policy = new EgressPolicy(new EgressProperties(true, List.of()), List.of());
        return new GuardedResolverGroup(() -> new Script(answers), policy).getResolver(executor);
    }

    /** Returns the addresses one after the other. */
    private static final class Script extends AddressResolverGroup<InetSocketAddress> {

        private final Deque<String> answers;

        Script(String... answers) {
            this.answers = new ArrayDeque<>(Arrays.asList(answers));
        }

        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new InetNameResolver(executor) {
                @Override
                protected void doResolve(String host, Promise<InetAddress> promise) throws UnknownHostException {
                    promise.setSuccess(next().getFirst());
                }

                @Override
                protected void doResolveAll(String host, Promise<List<InetAddress>> promise)
                        throws UnknownHostException {
                    promise.setSuccess(next());
                }
            }.asAddressResolver();
        }

        private List<InetAddress> next() throws UnknownHostException {
            List<InetAddress> addresses = new ArrayList<>();
            for (String address : answers.remove().split(" ")) {
                addresses.add(InetAddress.getByAddress(
                        "name.test.search.domain",
                        InetAddress.getByName(address).getAddress()));
            }
            return addresses;
        }
    }
}
