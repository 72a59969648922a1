package io.wave.registry.config;

import io.wave.image.ImageReference;
import io.wave.security.RootKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Represents the credentials of a repository in cache keys by a keyed hash, which reveals nothing about the secret.
 * After a change of credentials, nothing that was read with the old ones is found.
 */
public final class CredentialHashes {

    private static final String NONE = "none";

    private final JobCredentials credentials;
    private final byte[] key;

    public CredentialHashes(JobCredentials credentials, RootKey rootKey) {
        this.credentials = credentials;
        this.key = rootKey.derive(RootKey.Purpose.CACHE_KEYS);
    }

    /** The hash of a tenant's credentials for an image: equal for equal credentials, on all replicas. */
    public String of(String tenant, ImageReference image) {
        return credentials.of(tenant, image).map(this::hash).orElse(NONE);
    }

    private String hash(Credentials found) {
        byte[] secret = found.distinction().getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(RootKey.mac(key, secret));
    }
}
