package io.wave.api.containerfile;

import org.jspecify.annotations.Nullable;

/**
 * A container file, sent by the client or generated from packages or for a freeze.
 *
 * @param containerFile text of the container file
 * @param condaFile text of {@code conda.yml} in the build context, or null
 */
public record BuildContent(String containerFile, @Nullable String condaFile) {}
