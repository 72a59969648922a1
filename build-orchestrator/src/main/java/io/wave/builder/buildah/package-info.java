/** Builds and pushes an image with buildah. */
@NullMarked
package io.wave.builder.buildah;

import org.jspecify.annotations.NullMarked;
