package io.wave.limit;

import io.wave.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The caller that is limited: a user, or an address if anonymous.
 *
 * @param user the name of the user
 * @param address the client's address
 */
public record Caller(Optional<String> user, String address) {

    /** A caller without an identity. */
    public static Caller anonymous(String address) {
        return new Caller(Optional.empty(), address);
    }

    boolean isAnonymous() {
        return user.isEmpty();
    }

    /** The name in messages. */
    String name() {
        return user.orElse(address);
    }

    /** A hash of the user, or of the address or IPv6 network. */
    String key() {
        String whole = user.map(name -> "user:" + name).orElseGet(() -> "address:" + ClientNetwork.of(address));
        return Digest.of(whole.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
