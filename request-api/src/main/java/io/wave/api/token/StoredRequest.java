package io.wave.api.token;

import io.wave.build.BuildId;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.token.RequestRecord;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as its row has it.
 *
 * @param record what the proxy needs to serve it
 * @param sourceImage the source image, or the image being built
 * @param buildId the build behind it, where it is known
 * @param buildNew whether this request began that build
 * @param asked what was asked for
 * @param digest the digest of what is served or pushed, where it is known
 * @param live whether images are still served under the token
 */
public record StoredRequest(
        RequestRecord record,
        String sourceImage,
        Optional<BuildId> buildId,
        boolean buildNew,
        RequestedContainer asked,
        @Nullable Digest digest,
        boolean live) {

    private static final String OMITTED = "data:DATA+OMITTED";

    /** What was asked to be laid over the image, whether it is at the pull or has been baked in; without inline data. */
    @Nullable
    public ContainerConfig shownConfig() {
        ContainerConfig config = record.config() == null ? asked.frozenConfig() : record.config();
        return config == null || config.isEmpty() ? null : withoutData(config);
    }

    private static ContainerConfig withoutData(ContainerConfig config) {
        List<Layer> shown = config.layerList().stream()
                .map(layer -> layer.location() != null && layer.location().startsWith(Layer.STORED)
                        ? layer.movedTo(OMITTED)
                        : layer)
                .toList();
        return config.withLayers(shown);
    }
}
