package io.wave.egress;

import io.netty.resolver.AddressResolverGroup;
import io.wave.network.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.NameResolverProvider;

/**
 * Where this service may connect to on a user's word: anywhere but to private addresses, the operator's exceptions apart.
 * It holds at the moment of connecting, for the very addresses that are connected to, so a name that changes its mind
 * gains nothing; {@link #require} says the same early, in time for a clear answer.
 */
public final class EgressPolicy {

    private final boolean enabled;
    private final Set<Destination> own;
    private final List<Allowed> allowed;

    /**
     * A policy.
     *
     * @param own servers that the operator has configured, reached wherever they are
     * @throws IllegalArgumentException if an exception is neither a host nor a block of addresses
     */
    public EgressPolicy(EgressProperties properties, Collection<Destination> own) {
        this.enabled = properties.enabled();
        this.own = Set.copyOf(own);
        this.allowed = properties.allowed().stream().map(Allowed::parse).toList();
    }

    /** Whether a connection to this address of the destination may be made. */
    public boolean allows(Destination destination, InetAddress address) {
        return !enabled
                || !PrivateAddresses.contain(address)
                || own.contains(destination)
                || allowed.stream().anyMatch(exception -> exception.covers(destination, address));
    }

    /**
     * Looks the host up and checks all its addresses. Blocks.
     *
     * @throws ForbiddenAddressException if one of them is forbidden
     * @throws UnknownHostException if it has none
     */
    public void require(Destination destination) throws ForbiddenAddressException, UnknownHostException {
        if (enabled && !own.contains(destination)) {
            require(destination, List.of(InetAddress.getAllByName(destination.host())));
        }
    }

    private void require(Destination destination, List<InetAddress> addresses) throws ForbiddenAddressException {
        for (InetAddress address : addresses) {
            if (!allows(destination, address)) {
                throw new ForbiddenAddressException(destination.host());
            }
        }
    }

    void requireAll(List<InetSocketAddress> addresses) throws ForbiddenAddressException {
        for (InetSocketAddress address : addresses) {
            require(destination(address), List.of(address.getAddress()));
        }
    }

    boolean allows(InetSocketAddress address) {
        return allows(destination(address), address.getAddress());
    }

    private static Destination destination(InetSocketAddress address) {
        return new Destination(address.getHostString(), address.getPort());
    }

    /** The same client, which from now on connects only where it may. */
    public HttpClient guard(HttpClient client) {
        if (!enabled) {
            return client;
        }
        return client.resolver(addresses());
    }

    /** Looks names up for other clients of Netty: no address is found that may not be connected to. */
    public AddressResolverGroup<InetSocketAddress> addresses() {
        return new GuardedResolverGroup(EgressPolicy::names, this);
    }

    /** On the event loops of this moment: a test that ends takes those of its time with it. */
    private static AddressResolverGroup<InetSocketAddress> names() {
        return NameResolverProvider.builder()
                .build()
                .newNameResolverGroup(HttpResources.get(), LoopResources.DEFAULT_NATIVE);
    }

    /** What the operator lets through: a block of addresses, or a host with or without a port. */
    private sealed interface Allowed {

        static Allowed parse(String text) {
            String entry = text.strip();
            return AddressRange.find(Destination.plain(entry))
                    .<Allowed>map(Range::new)
                    .orElseGet(() -> Host.parse(entry));
        }

        boolean covers(Destination destination, InetAddress address);
    }

    private record Range(AddressRange range) implements Allowed {

        @Override
        public boolean covers(Destination destination, InetAddress address) {
            return range.contains(address);
        }
    }

    private record Host(String host, int port) implements Allowed {

        private static final int ANY = -1;

        static Host parse(String text) {
            int colon = text.lastIndexOf(':');
            boolean hasPort = colon > text.lastIndexOf(']');
            String host = Destination.plain(hasPort ? text.substring(0, colon) : text);
            if (host.isEmpty() || !host.matches("[a-z0-9._:-]+")) {
                throw new IllegalArgumentException(
                        "wave.security.ssrf-protection.allowed has no hosts or blocks of addresses such as '%s'"
                                .formatted(text));
            }
            return new Host(host, hasPort ? Integer.parseInt(text.substring(colon + 1)) : ANY);
        }

        @Override
        public boolean covers(Destination destination, InetAddress address) {
            return destination.host().equals(host) && (port == ANY || port == destination.port());
        }
    }
}
