package io.wave.proxy.address;

import io.netty.handler.codec.http.HttpHeaders;
import io.wave.network.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Determines the client address of a request: the peer of the connection or, if that is a trusted proxy, the right-most
 * address in {@code X-Forwarded-For} that is not a trusted proxy. Addresses further left can be forged and are ignored.
 */
public final class ClientAddresses {

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final List<AddressRange> trusted;

    ClientAddresses(List<AddressRange> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /** The address of the client of this request. */
    public ClientAddress of(ServerHttpRequest request) {
        return of(request.getRemoteAddress(), () -> request.getHeaders().getOrEmpty(FORWARDED_FOR));
    }

    /** The same for a request that has not reached the web server yet. */
    public ClientAddress of(@Nullable SocketAddress peer, HttpHeaders headers) {
        return of(peer, () -> headers.getAll(FORWARDED_FOR));
    }

    private ClientAddress of(@Nullable SocketAddress peer, Supplier<List<String>> forwardedFor) {
        if (!(peer instanceof InetSocketAddress socket) || socket.getAddress() == null) {
            return ClientAddress.UNKNOWN;
        }
        InetAddress address = socket.getAddress();
        return isTrusted(address)
                ? ClientAddress.of(firstUntrusted(address, String.join(",", forwardedFor.get())))
                : ClientAddress.of(address);
    }

    private InetAddress firstUntrusted(InetAddress proxy, String forwardedFor) {
        String[] hops = forwardedFor.split(",", -1);
        InetAddress nearest = proxy;
        for (int i = hops.length - 1; i >= 0 && isTrusted(nearest); i--) {
            InetAddress hop = parse(hops[i].strip());
            if (hop == null) {
                return nearest;
            }
            nearest = hop;
        }
        return nearest;
    }

    /** The address of the peer itself, whether or not it is a trusted proxy. */
    public ClientAddress of(InetAddress peer) {
        return ClientAddress.of(peer);
    }

    /** Whether this is the address of a trusted proxy. */
    public boolean isTrusted(InetAddress address) {
        for (AddressRange range : trusted) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Some proxies add the port: {@code 192.0.2.7:4711}, {@code [2001:db8::7]:4711}. */
    private static @Nullable InetAddress parse(String hop) {
        try {
            return InetAddress.ofLiteral(withoutPort(hop));
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }

    private static String withoutPort(String hop) {
        int bracket = hop.indexOf(']');
        if (hop.startsWith("[") && bracket > 0) {
            return hop.substring(1, bracket);
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }
}
