/** Calls of registries that wait out overload, and the contents of images. */
@NullMarked
package io.wave.mirroring.registry;

import org.jspecify.annotations.NullMarked;
