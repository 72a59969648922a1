/** Consumes mirror commands and copies images to other registries. */
@NullMarked
package io.wave.mirroring;

import org.jspecify.annotations.NullMarked;
