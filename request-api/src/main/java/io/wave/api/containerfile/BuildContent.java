package io.wave.api.containerfile;

import org.jspecify.annotations.Nullable;

/**
 * What an image is built from, whether it was sent or made from packages or a freeze.
 *
 * @param containerFile text of the container file
 * @param condaFile text that is put into the context as {@code conda.yml}, or null
 */
public record BuildContent(String containerFile, @Nullable String condaFile) {}
