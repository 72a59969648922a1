/** Implements the registry API under {@code /v2}. */
@NullMarked
package io.wave.proxy.registry;

import org.jspecify.annotations.NullMarked;
