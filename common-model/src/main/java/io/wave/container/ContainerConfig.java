package io.wave.container;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.wave.image.Platform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is laid over an image: configuration and layers. Absent and null {@code layers} differ on the wire, since they
 * give different container ids: absent is the empty list.
 *
 * @param entrypoint replaces the image's entrypoint
 * @param cmd replaces the image's command
 * @param env {@code NAME=value} each, merged into the image's environment by name
 * @param workingDir replaces the image's working directory
 * @param layers put on top of the image, the first lowest
 */
public record ContainerConfig(
        @Nullable List<String> entrypoint,
        @Nullable List<String> cmd,
        @Nullable List<String> env,
        @Nullable String workingDir,
        @Nullable List<Layer> layers) {

    /** A configuration that changes nothing. */
    public static final ContainerConfig EMPTY = new ContainerConfig(null, null, null, null, List.of());

    /** Whether all members are null or empty, which every rule treats as no configuration. */
    @JsonIgnore
    public boolean isEmpty() {
        return isEmpty(entrypoint)
                && isEmpty(cmd)
                && isEmpty(env)
                && (workingDir == null || workingDir.isEmpty())
                && isEmpty(layers);
    }

    /** The layers, none where the member is null. */
    public List<Layer> layerList() {
        return layers == null ? List.of() : layers;
    }

    /** The same configuration with other layers. */
    public ContainerConfig withLayers(List<Layer> newLayers) {
        return new ContainerConfig(entrypoint, cmd, env, workingDir, newLayers);
    }

    /** The same configuration without what runs on other architectures only. */
    public ContainerConfig on(Platform platform) {
        List<Layer> kept = layerList().stream()
                .filter(layer -> layer.location() == null || Layer.runsOn(layer.location(), platform.architecture()))
                .toList();
        return kept.size() == layerList().size() ? this : withLayers(kept);
    }

    /** The 32-bit hash that takes part in the id of frozen containers. */
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
