/** Builds images of Singularity, with its own program or that of Apptainer. */
@NullMarked
package io.wave.builder.singularity;

import org.jspecify.annotations.NullMarked;
