package io.wave.proxy.peer;

import io.wave.proxy.blobcache.BlobCache.Source;
import io.wave.security.RootKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The credential of a replica that reads a blob from another one, {@code <expiry>.<HMAC>}: valid for this blob, for this replica and
 * for {@link #VALIDITY}. So whoever could change addresses in Redis would not get a secret with which to read from others.
 */
public final class PeerSignature {

    /** Longer than clocks of replicas differ. */
    static final Duration VALIDITY = Duration.ofMinutes(2);

    private static final int MAX_LENGTH = 100;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final byte[] key;
    private final OwnAddress own;
    private final InstantSource clock;

    PeerSignature(RootKey rootKey, OwnAddress own, InstantSource clock) {
        this.key = rootKey.derive(RootKey.Purpose.BLOB_PEERS);
        this.own = own;
        this.clock = clock;
    }

    /** The value of the header {@code Authorization} for a request to a peer. */
    String sign(BlobOwner.Peer peer, Source source) {
        String expiry = Long.toString(clock.instant().plus(VALIDITY).getEpochSecond());
        return signed(expiry, peer.authority(), source);
    }

    /** Whether the header was made by a replica of this installation, for this blob and this replica, and is still valid. */
    public boolean isValid(@Nullable String header, Source source) {
        if (header == null || header.length() > MAX_LENGTH) {
            return false;
        }
        String expiry = header.substring(0, Math.max(0, header.indexOf('.')));
        return expiry.matches("\\d{1,12}")
                && MessageDigest.isEqual(bytes(header), bytes(signed(expiry, own.authority(), source)))
                && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(expiry)));
    }

    private String signed(String expiry, String authority, Source source) {
        String message = String.join(
                "\n", expiry, authority, source.repository(), source.digest().toString());
        return expiry + "." + BASE64.encodeToString(RootKey.mac(key, bytes(message)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
