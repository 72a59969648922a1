/** Freeze: the container configuration of a request is added to the container file. */
@NullMarked
package io.wave.api.containerfile.freeze;

import org.jspecify.annotations.NullMarked;
