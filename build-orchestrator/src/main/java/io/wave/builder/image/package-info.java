/** What all builders of container images have in common. */
@NullMarked
package io.wave.builder.image;

import org.jspecify.annotations.NullMarked;
