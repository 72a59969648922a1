/** Freezes: a container configuration becomes part of the container file. */
@NullMarked
package io.wave.api.freeze;

import org.jspecify.annotations.NullMarked;
