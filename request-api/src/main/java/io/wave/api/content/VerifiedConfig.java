package io.wave.api.content;

import io.wave.container.ContainerConfig;
import java.util.List;

/**
 * A configuration whose layers keep all rules.
 *
 * @param config refers to inline layers by their place in the object store
 * @param inline the bytes that are to be put there
 */
public record VerifiedConfig(ContainerConfig config, List<byte[]> inline) {}
