package io.wave.api.containerfile.freeze;

import io.wave.api.containerfile.BuildContent;
import io.wave.build.BuildSpec.Assembly;
import io.wave.build.BuildSpec.StoredLayer;
import io.wave.container.ContainerConfig;
import io.wave.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Build content that includes the configuration of a freeze.
 *
 * @param content the container file
 * @param base the image, pinned to its digest, if the build only adds to it; else null
 * @param entryChain the entrypoint without the configuration, or null
 */
public record FrozenContent(
        BuildContent content,
        @Nullable ImageReference base,
        @Nullable String entryChain) {

    /** Content without any configuration. */
    static FrozenContent unchanged(BuildContent content) {
        return new FrozenContent(content, null, null);
    }

    /** The layers that the build adds from its context. */
    public static List<StoredLayer> layers(ContainerConfig stored) {
        return FrozenLayers.of(stored);
    }

    /**
     * How to create the image without running a build, if possible.
     *
     * @param stored the configuration, with inline layers in the object store
     */
    public Optional<Assembly> assembly(ContainerConfig stored) {
        return Optional.ofNullable(base).map(image -> new Assembly(image, withChain(stored)));
    }

    private ContainerConfig withChain(ContainerConfig config) {
        List<String> variables = new ArrayList<>();
        if (entryChain != null) {
            variables.add("WAVE_ENTRY_CHAIN=" + entryChain);
        }
        variables.addAll(config.env() == null ? List.of() : config.env());
        return new ContainerConfig(
                config.entrypoint(), config.cmd(), variables, config.workingDir(), config.layerList());
    }
}
