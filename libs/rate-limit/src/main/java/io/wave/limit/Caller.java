package io.wave.limit;

import io.wave.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Who is limited: a user, or else an address.
 *
 * @param email the user's e-mail address
 * @param address the client's address
 */
public record Caller(Optional<String> email, String address) {

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
        String whole = email.map(name -> "user:" + name).orElseGet(() -> "address:" + ClientNetwork.of(address));
        return Digest.of(whole.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
