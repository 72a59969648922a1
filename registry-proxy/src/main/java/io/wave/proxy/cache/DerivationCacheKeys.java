package io.wave.proxy.cache;

import io.wave.augment.LayerLocation;
import io.wave.augment.derive.DerivationKey;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.registry.config.CredentialHashes;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Cache keys of derivations: everything that a derivation depends on, including the credentials that its sources are
 * read with.
 */
final class DerivationCacheKeys {

    private final CredentialHashes credentials;

    DerivationCacheKeys(CredentialHashes credentials) {
        this.credentials = credentials;
    }

    /** The key starts with the tenant, so that no request can address entries of another tenant. */
    String of(DerivationKey key) {
        String all = key.hash()
                + sources(key)
                        .map(source -> credentials.of(key.tenant(), source))
                        .collect(Collectors.joining(" ", " ", ""));
        return "manifest:" + key.tenant() + ":"
                + Digest.of(all.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static Stream<ImageReference> sources(DerivationKey key) {
        return Stream.concat(
                Stream.of(key.source()),
                key.config().layerList().stream()
                        .flatMap(layer -> Stream.ofNullable(layer.location()))
                        .flatMap(location -> LayerLocation.image(location).stream()));
    }
}
