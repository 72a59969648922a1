/** Container files and Singularity definitions, read as the builders read them. */
@NullMarked
package io.wave.containerfile;

import org.jspecify.annotations.NullMarked;
