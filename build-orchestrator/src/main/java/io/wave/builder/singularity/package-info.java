/** Builds Singularity images with Singularity or Apptainer. */
@NullMarked
package io.wave.builder.singularity;

import org.jspecify.annotations.NullMarked;
