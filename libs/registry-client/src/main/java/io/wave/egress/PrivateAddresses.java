package io.wave.egress;

import io.wave.network.AddressRange;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Addresses outside the public internet, according to the special-purpose registries of RFC 6890, and the public address of
 * a cloud metadata service. An IPv6 address with an embedded IPv4 address is treated as the latter.
 */
final class PrivateAddresses {

    private static final List<AddressRange> RANGES = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "168.63.129.16/32",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/127",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/32",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(AddressRange::parse)
            .toList();
    private static final AddressRange COMPATIBLE = AddressRange.parse("::/96");
    private static final AddressRange TRANSLATED = AddressRange.parse("64:ff9b::/96");
    private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");

    private PrivateAddresses() {}

    static boolean contains(InetAddress address) {
        return RANGES.stream().anyMatch(range -> range.contains(address))
                || embedded(address).filter(PrivateAddresses::contains).isPresent();
    }

    private static Optional<Inet4Address> embedded(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return Optional.empty();
        }
        byte[] bytes = address.getAddress();
        if (COMPATIBLE.contains(address) || TRANSLATED.contains(address)) {
            return Optional.of(ofBytes(Arrays.copyOfRange(bytes, 12, 16)));
        }
        return SIX_TO_FOUR.contains(address) ? Optional.of(ofBytes(Arrays.copyOfRange(bytes, 2, 6))) : Optional.empty();
    }

    private static Inet4Address ofBytes(byte[] four) {
        try {
            return (Inet4Address) InetAddress.getByAddress(four);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
