package io.wave.limit;

import io.wave.image.Digest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Who is limited: a user, or else an address.
 *
 * @param email the user's e-mail address
 * @param address the client's address
 */
public record Caller(Optional<String> email, String address) {

    private static final int NETWORK_BYTES = 8;

    /** A caller without an identity. */
    public static Caller anonymous(String address) {
        return new Caller(Optional.empty(), address);
    }

    boolean isAnonymous() {
        return email.isEmpty();
    }

    /** Whom the words of a refusal name. */
    String name() {
        return email.orElse(address);
    }

    /** Of IPv6 the network counts, since a client has as many addresses in it as it likes. */
    String key() {
        String whole = email.map(name -> "user:" + name).orElseGet(() -> "address:" + network());
        return Digest.of(whole.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private String network() {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES))
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException noAddress) {
            return address;
        }
    }
}
