/** Applies a container configuration and layers to image documents, as pure functions. */
@NullMarked
package io.wave.augment;

import org.jspecify.annotations.NullMarked;
