package io.wave.egress;

import io.netty.resolver.AddressResolverGroup;
import io.wave.network.AddressRange;
import io.wave.security.TrustedCertificates;
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
 * The hosts that users' names and URLs may lead to: all but those with private addresses, apart from exceptions of the
 * operator. The policy applies when a connection is opened, to the resolved address, so that DNS rebinding has no effect;
 * {@link #require} checks a host earlier, for a clear error message.
 */
public final class EgressPolicy {

    private final boolean enabled;
    private final Set<Destination> own;
    private final List<Allowed> allowed;
    private final TrustedCertificates certificates;

    /** A policy with the certificate authorities of the Java runtime. */
    public EgressPolicy(EgressProperties properties, Collection<Destination> own) {
        this(properties, own, TrustedCertificates.OF_RUNTIME);
    }

    /**
     * A policy.
     *
     * @param own servers that the operator has configured, allowed at any address
     * @param certificates what servers must have certificates of
     * @throws IllegalArgumentException if an exception is neither a host nor an address range
     */
    public EgressPolicy(EgressProperties properties, Collection<Destination> own, TrustedCertificates certificates) {
        this.enabled = properties.enabled();
        this.own = Set.copyOf(own);
        this.allowed = properties.allowed().stream().map(Allowed::parse).toList();
        this.certificates = certificates;
    }

    /** Whether a connection to this address of the destination is allowed. */
    public boolean allows(Destination destination, InetAddress address) {
        return !enabled
                || !PrivateAddresses.contains(address)
                || own.contains(destination)
                || allowed.stream().anyMatch(exception -> exception.covers(destination, address));
    }

    /**
     * Resolves the host and checks all its addresses. Blocks.
     *
     * @throws ForbiddenAddressException if one of them is not allowed
     * @throws UnknownHostException if the host does not exist
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

    /**
     * Checks the addresses of a server.
     *
     * @param asked the name that was looked up; that in the addresses may be longer, by a search domain
     */
    void requireAll(InetSocketAddress asked, List<InetSocketAddress> addresses) throws ForbiddenAddressException {
        require(
                destination(asked),
                addresses.stream().map(InetSocketAddress::getAddress).toList());
    }

    boolean allows(InetSocketAddress address) {
        return allows(destination(address), address.getAddress());
    }

    private static Destination destination(InetSocketAddress address) {
        return new Destination(address.getHostString(), address.getPort());
    }

    /** The same client, restricted to allowed addresses, and to servers with trusted certificates. */
    public HttpClient guard(HttpClient client) {
        HttpClient trusting = TrustingClient.of(client, certificates);
        return enabled ? trusting.resolver(addresses()) : trusting;
    }

    /** What servers must have certificates of. */
    public TrustedCertificates certificates() {
        return certificates;
    }

    /** A name resolver for other Netty clients that returns allowed addresses only. */
    public AddressResolverGroup<InetSocketAddress> addresses() {
        return new GuardedResolverGroup(EgressPolicy::names, this);
    }

    /** Uses the current event loops, since a test may dispose of those before it. */
    private static AddressResolverGroup<InetSocketAddress> names() {
        return NameResolverProvider.builder()
                .build()
                .newNameResolverGroup(HttpResources.get(), LoopResources.DEFAULT_NATIVE);
    }

    /** An exception of the operator: a block of addresses, or a host with or without a port. */
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
                        "wave.security.ssrf-protection.allowed: invalid entry '%s': expected a host, host:port, address or CIDR block"
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
