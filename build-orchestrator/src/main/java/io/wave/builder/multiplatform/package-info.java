/** Multi-platform images: an index of the images that other builds have pushed. */
@NullMarked
package io.wave.builder.multiplatform;

import org.jspecify.annotations.NullMarked;
