/** Derivations of images in registries: their documents are read and rewritten. */
@NullMarked
package io.wave.augment.derive;

import org.jspecify.annotations.NullMarked;
