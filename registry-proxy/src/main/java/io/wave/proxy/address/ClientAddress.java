package io.wave.proxy.address;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * The address of a client.
 *
 * @param value in textual form, without port and scope, such as {@code 192.0.2.7} or {@code 2001:db8:0:0:0:0:0:7}
 */
public record ClientAddress(String value) {

    /** Stands for a client whose socket is gone already. */
    public static final ClientAddress UNKNOWN = new ClientAddress("0.0.0.0");

    private static final int GROUPS_OF_NETWORK = 4;

    static ClientAddress of(InetAddress address) {
        String text = address.getHostAddress();
        int scope = address instanceof Inet6Address ? text.indexOf('%') : -1;
        return new ClientAddress(scope < 0 ? text : text.substring(0, scope));
    }

    /** What limits count by: the address, of IPv6 its /64, since one client commands all of that. */
    public String network() {
        int end = -1;
        for (int group = 0; group < GROUPS_OF_NETWORK; group++) {
            end = value.indexOf(':', end + 1);
            if (end < 0) {
                return value;
            }
        }
        return value.substring(0, end);
    }

    @Override
    public String toString() {
        return value;
    }
}
