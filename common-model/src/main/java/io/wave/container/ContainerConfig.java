package io.wave.container;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.wave.image.Platform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Configuration and layers to add to an image. An absent {@code layers} is the empty list and differs from an explicit
 * null, since the two give different container ids.
 *
 * @param entrypoint replaces the image's entrypoint
 * @param cmd replaces the image's command
 * @param env variables {@code NAME=value}, merged into the image's environment by name
 * @param workingDir replaces the image's working directory
 * @param layers layers to add on top of the image, in this order
 */
public record ContainerConfig(
        @Nullable List<String> entrypoint,
        @Nullable List<String> cmd,
        @Nullable List<String> env,
        @Nullable String workingDir,
        @Nullable List<Layer> layers) {

    /** A configuration that changes nothing. */
    public static final ContainerConfig EMPTY = new ContainerConfig(null, null, null, null, List.of());

    /** Whether all members are null or empty, which is treated as no configuration. */
    @JsonIgnore
    public boolean isEmpty() {
        return isEmpty(entrypoint)
                && isEmpty(cmd)
                && isEmpty(env)
                && (workingDir == null || workingDir.isEmpty())
                && isEmpty(layers);
    }

    /** The layers; empty if the member is null. */
    public List<Layer> layerList() {
        return layers == null ? List.of() : layers;
    }

    /** A copy with other layers. */
    public ContainerConfig withLayers(List<Layer> newLayers) {
        return new ContainerConfig(entrypoint, cmd, env, workingDir, newLayers);
    }

    /** A copy without layers for other architectures. */
    public ContainerConfig on(Platform platform) {
        List<Layer> kept = layerList().stream()
                .filter(layer -> layer.location() == null || Layer.runsOn(layer.location(), platform.architecture()))
                .toList();
        return kept.size() == layerList().size() ? this : withLayers(kept);
    }

    /** The 32-bit hash that is part of the id of frozen containers. */
    public int idHash() {
        return IdHash.of(
                IdHash.of(entrypoint, String::hashCode),
                IdHash.of(cmd, String::hashCode),
                IdHash.of(env, String::hashCode),
                IdHash.of(workingDir),
                IdHash.of(layers, Layer::idHash));
    }

    private static boolean isEmpty(@Nullable List<?> list) {
        return list == null || list.isEmpty();
    }
}
