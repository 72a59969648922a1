package io.wave.proxy.address;

import io.wave.limit.ClientNetwork;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * The address of a client.
 *
 * @param value in textual form, without port and scope, such as {@code 192.0.2.7} or {@code 2001:db8:0:0:0:0:0:7}
 */
public record ClientAddress(String value) {

    /** The address of a client whose socket is already closed. */
    public static final ClientAddress UNKNOWN = new ClientAddress("0.0.0.0");

    static ClientAddress of(InetAddress address) {
        String text = address.getHostAddress();
        int scope = address instanceof Inet6Address ? text.indexOf('%') : -1;
        return new ClientAddress(scope < 0 ? text : text.substring(0, scope));
    }

    /** The key for limits per address: the address itself, for IPv6 its /64 network. */
    public String network() {
        return ClientNetwork.of(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
