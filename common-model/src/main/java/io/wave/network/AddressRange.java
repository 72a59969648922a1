package io.wave.network;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of IP addresses in CIDR notation; a single address is a range of its own.
 *
 * @param network an address of the range
 * @param prefixLength number of leading bits that all addresses of the range share
 */
public record AddressRange(InetAddress network, int prefixLength) {

    /** @throws IllegalArgumentException if the prefix is longer than the address */
    public AddressRange {
        int bits = network.getAddress().length * Byte.SIZE;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException(
                    "'/%d' is not a valid prefix length for %s".formatted(prefixLength, network.getHostAddress()));
        }
    }

    /**
     * Parses {@code 10.0.0.0/8}, {@code fd00::/8} or a single address.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static AddressRange parse(String text) {
        return find(text).orElseThrow(() -> new IllegalArgumentException(invalid(text)));
    }

    /**
     * The same, but empty for a text that does not start with an address, such as a host name.
     *
     * @throws IllegalArgumentException if the prefix length is invalid
     */
    public static Optional<AddressRange> find(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        return address(address).map(network -> slash < 0 ? of(network) : of(network, text, slash + 1));
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private static AddressRange of(InetAddress address) {
        return new AddressRange(address, address.getAddress().length * Byte.SIZE);
    }

    private static AddressRange of(InetAddress network, String text, int prefixStart) {
        try {
            return new AddressRange(network, Integer.parseInt(text.substring(prefixStart)));
        } catch (IllegalArgumentException invalidPrefix) {
            throw new IllegalArgumentException(invalid(text), invalidPrefix);
        }
    }

    private static String invalid(String text) {
        return "'%s' is not an address range such as 10.0.0.0/8".formatted(text);
    }

    /** Whether the address is in the range; an IPv4 address is never in an IPv6 range. */
    public boolean contains(InetAddress address) {
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
