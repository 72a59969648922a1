/** Common parts of all builders of container images. */
@NullMarked
package io.wave.builder.image;

import org.jspecify.annotations.NullMarked;
