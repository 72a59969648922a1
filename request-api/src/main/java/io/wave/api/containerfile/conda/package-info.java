/** Conda environment files. */
@NullMarked
package io.wave.api.containerfile.conda;

import org.jspecify.annotations.NullMarked;
