package io.wave.egress;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;

/** Resolves names with another resolver and rejects addresses that the policy forbids, literal addresses included. */
final class GuardedResolverGroup extends AddressResolverGroup<InetSocketAddress> {

    private final Supplier<AddressResolverGroup<InetSocketAddress>> names;
    private final EgressPolicy policy;

    /** @param names creates the group that resolves the names for an executor */
    GuardedResolverGroup(Supplier<AddressResolverGroup<InetSocketAddress>> names, EgressPolicy policy) {
        this.names = names;
        this.policy = policy;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Guarded(executor, names.get().getResolver(executor));
    }

    private final class Guarded extends AbstractAddressResolver<InetSocketAddress> {

        private final AddressResolver<InetSocketAddress> delegate;

        Guarded(EventExecutor executor, AddressResolver<InetSocketAddress> delegate) {
            super(executor, InetSocketAddress.class);
            this.delegate = delegate;
        }

        /** A literal address that is forbidden counts as unresolved, so that its resolution fails. */
        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return !address.isUnresolved() && policy.allows(address);
        }

        @Override
        protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {
            Promise<List<InetSocketAddress>> all = executor().newPromise();
            all.addListener((Future<List<InetSocketAddress>> done) -> {
                if (done.isSuccess()) {
                    promise.trySuccess(done.getNow().getFirst());
                } else {
                    promise.tryFailure(done.cause());
                }
            });
            doResolveAll(address, all);
        }

        @Override
        protected void doResolveAll(InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {
            if (!address.isUnresolved()) {
                promise.tryFailure(new ForbiddenAddressException(address.getHostString()));
                return;
            }
            delegate.resolveAll(address).addListener((Future<List<InetSocketAddress>> found) -> {
                if (found.isSuccess()) {
                    check(address, found.getNow(), promise);
                } else {
                    promise.tryFailure(found.cause());
                }
            });
        }

        private void check(
                InetSocketAddress asked, List<InetSocketAddress> addresses, Promise<List<InetSocketAddress>> promise) {
            try {
                policy.requireAll(asked, addresses);
                promise.trySuccess(addresses);
            } catch (ForbiddenAddressException forbidden) {
                promise.tryFailure(forbidden);
            }
        }

        @Override
        public void close() {
            delegate.close();
        }
    }
}
