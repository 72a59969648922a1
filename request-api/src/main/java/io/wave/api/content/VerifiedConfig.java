package io.wave.api.content;

import io.wave.archive.ByteBudget;
import io.wave.container.ContainerConfig;
import java.util.List;

/**
 * A configuration whose layers keep all rules.
 *
 * @param config refers to inline layers by their place in the object store
 * @param inline layers whose bytes are to be put there
 * @param unpacked what the layers have left of what the content of the request may unpack to
 */
public record VerifiedConfig(ContainerConfig config, List<CheckedLayer> inline, ByteBudget unpacked) {

    /** The same content under another configuration. */
    public VerifiedConfig with(ContainerConfig other) {
        return new VerifiedConfig(other, inline, unpacked);
    }
}
