package io.wave.augment.derive;

import io.wave.container.ContainerConfig;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that a {@link Derivation} depends on. Tenants share nothing, since what one may read another may not.
 *
 * @param tenant whose credentials the source was read with
 * @param source the source image by its digest
 * @param platform the platform that must be among those of the image, if any
 * @param config what is laid over the image; an empty one leaves it as it is
 */
public record DerivationKey(
        String tenant, ImageReference source, @Nullable Platform platform, ContainerConfig config) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The source as it is. */
    public static DerivationKey untouched(String tenant, ImageReference source) {
        return new DerivationKey(tenant, source, null, ContainerConfig.EMPTY);
    }

    /** A short name for the key, which nobody can steer to another's. */
    public String hash() {
        return Digest.of(JSON.writeValueAsBytes(this)).hex();
    }
}
