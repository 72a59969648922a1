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
 * A build with a configuration baked in.
 *
 * @param content what is built
 * @param base the image that alone is added to, pinned to its digest; null where there is more to do than to add
 * @param entryChain the entrypoint before the configuration, null where there is none
 */
public record Frozen(
        BuildContent content,
        @Nullable ImageReference base,
        @Nullable String entryChain) {

    /** Content that has nothing baked in. */
    static Frozen unchanged(BuildContent content) {
        return new Frozen(content, null, null);
    }

    /** The layers that the build adds from its context. */
    public static List<StoredLayer> layers(ContainerConfig stored) {
        return FrozenLayers.of(stored);
    }

    /**
     * How the image is made without running anything, where that is possible.
     *
     * @param stored the configuration, its inline layers in the object store
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
