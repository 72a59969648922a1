package io.wave.api.content;

import io.wave.archive.ByteBudget;
import io.wave.container.ContainerConfig;
import java.util.List;

/**
 * A configuration whose layers have been verified.
 *
 * @param config refers to inline layers by their location in the object store
 * @param inline inline layers to store
 * @param unpacked what remains of the limit for the uncompressed size of the request's content
 */
public record VerifiedConfig(ContainerConfig config, List<CheckedLayer> inline, ByteBudget unpacked) {

    /** A copy with another configuration. */
    public VerifiedConfig with(ContainerConfig other) {
        return new VerifiedConfig(other, inline, unpacked);
    }
}
