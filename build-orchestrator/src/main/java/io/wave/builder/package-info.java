/** Consumes build commands and sees each build to its end. */
@NullMarked
package io.wave.builder;

import org.jspecify.annotations.NullMarked;
