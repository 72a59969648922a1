package io.wave.proxy.cache;

import io.wave.augment.LayerLocation;
import io.wave.augment.derive.DerivationKey;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What derivations are kept under: all that they depend on, and the credentials that their sources were read with. */
final class DerivationNames {

    private final CredentialHashes credentials;

    DerivationNames(CredentialHashes credentials) {
        this.credentials = credentials;
    }

    /** Begins with the tenant, and is nobody's to steer to another's. */
    String of(DerivationKey key) {
        String all = key.hash() + sources(key).map(credentials::of).collect(Collectors.joining(" ", " ", ""));
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
