package io.wave.api.image;

import io.wave.image.Digest;
import java.util.List;
import java.util.Optional;

/**
 * An image that another is made from.
 *
 * @param digest what its name stands for: the index, where it has one
 * @param entrypoint the words of its entrypoint, where it has one
 */
public record BaseImage(Digest digest, Optional<List<String>> entrypoint) {}
