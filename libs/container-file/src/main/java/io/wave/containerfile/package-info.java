/** Parsers of container files and Singularity definitions that work like the builders. */
@NullMarked
package io.wave.containerfile;

import org.jspecify.annotations.NullMarked;
