package io.wave.augment.derive;

import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that a {@link Derivation} depends on. Tenants share no derivations, since their access may differ.
 *
 * @param tenant tenant whose credentials the source is read with
 * @param source source image by digest
 * @param platform platform that the image must have, if any
 * @param config container configuration to apply; an empty one changes nothing
 */
public record DerivationKey(
        String tenant, ImageReference source, @Nullable Platform platform, ContainerConfig config) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The key for the unchanged source. */
    public static DerivationKey unchanged(String tenant, ImageReference source) {
        return new DerivationKey(tenant, source, null, ContainerConfig.EMPTY);
    }

    /** A collision-resistant hash of the key. */
    public String hash() {
        return Digest.of(JSON.writeValueAsBytes(this)).hex();
    }
}
