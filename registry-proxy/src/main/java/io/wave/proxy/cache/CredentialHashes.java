package io.wave.proxy.cache;

import io.wave.image.ImageReference;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.security.RootKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Represents the credentials of a repository in cache keys by a keyed hash, which reveals nothing about the secret.
 * After a change of credentials, nothing that was read with the old ones is found.
 */
public final class CredentialHashes {

    private static final String NONE = "none";

    private final RegistriesProperties registries;
    private final byte[] key;

    public CredentialHashes(RegistriesProperties registries, RootKey rootKey) {
        this.registries = registries;
        this.key = rootKey.derive(RootKey.Purpose.CACHE_KEYS);
    }

    /** The hash of the image's credentials: equal for equal credentials, on all replicas. */
    public String of(ImageReference image) {
        return registries
                .credentials(image.registry(), image.repository())
                .map(this::hash)
                .orElse(NONE);
    }

    private String hash(Credentials credentials) {
        byte[] secret = credentials.encoded().getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(RootKey.mac(key, secret));
    }
}
