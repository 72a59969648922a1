/** Makes one index of the images that other builds have made. */
@NullMarked
package io.wave.builder.multiplatform;

import org.jspecify.annotations.NullMarked;
