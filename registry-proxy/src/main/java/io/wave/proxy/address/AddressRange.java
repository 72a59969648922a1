package io.wave.proxy.address;

import java.net.InetAddress;

/**
 * A block of IP addresses in CIDR notation; a single address is a block of its own.
 *
 * @param network an address of the block
 * @param prefixLength how many leading bits all its addresses share
 */
record AddressRange(InetAddress network, int prefixLength) {

    AddressRange {
        int bits = network.getAddress().length * Byte.SIZE;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException(
                    "'/%d' is no prefix length of %s".formatted(prefixLength, network.getHostAddress()));
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
            throw new IllegalArgumentException("'%s' is no address block such as 10.0.0.0/8".formatted(text), bad);
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
