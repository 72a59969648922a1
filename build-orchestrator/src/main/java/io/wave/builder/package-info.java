/** Consumes build commands and runs the builds. */
@NullMarked
package io.wave.builder;

import org.jspecify.annotations.NullMarked;
