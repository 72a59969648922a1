/** Conda environment files: the YAML that says which packages an image holds. */
@NullMarked
package io.wave.api.conda;

import org.jspecify.annotations.NullMarked;
