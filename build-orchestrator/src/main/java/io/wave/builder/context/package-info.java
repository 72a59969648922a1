/** The build context: fetched, verified and unpacked without letting anything out of its folder. */
@NullMarked
package io.wave.builder.context;

import org.jspecify.annotations.NullMarked;
