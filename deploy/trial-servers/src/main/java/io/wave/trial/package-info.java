/** Servers to try the product with: one container instead of four products. */
@NullMarked
package io.wave.trial;

import org.jspecify.annotations.NullMarked;
