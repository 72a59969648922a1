/** Checks of container files and Singularity definitions before the builder is started. */
@NullMarked
package io.wave.builder.containerfile;

import org.jspecify.annotations.NullMarked;
