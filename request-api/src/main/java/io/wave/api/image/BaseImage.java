package io.wave.api.image;

import io.wave.image.Digest;
import java.util.List;
import java.util.Optional;

/**
 * The base image of a container file.
 *
 * @param digest digest of the index, or of the image if there is no index
 * @param entrypoint its entrypoint, if any
 */
public record BaseImage(Digest digest, Optional<List<String>> entrypoint) {}
