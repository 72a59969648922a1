package io.wave.proxy.address;

import java.net.InetAddress;

/**
 * A range of IP addresses in CIDR notation; a single address is a range of its own.
 *
 * @param network an address of the range
 * @param prefixLength number of leading bits that all addresses of the range share
 */
record AddressRange(InetAddress network, int prefixLength) {

    AddressRange {
        int bits = network.getAddress().length * Byte.SIZE;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException(
                    "'/%d' is not a valid prefix length for %s".formatted(prefixLength, network.getHostAddress()));
        }
    }

    /** Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address. */
    static AddressRange parse(String text) {
        try {
            int slash = text.indexOf('/');
            InetAddress network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int bits = network.getAddress().length * Byte.SIZE;
            return new AddressRange(network, slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1)));
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException("'%s' is not an address range such as 10.0.0.0/8".formatted(text), bad);
        }
    }

    boolean contains(InetAddress address) {
        byte[] own = network.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        int whole = prefixLength / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (own[i] != other[i]) {
                return false;
            }
        }
        int rest = prefixLength % Byte.SIZE;
        return rest == 0 || ((own[whole] ^ other[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0;
    }
}
