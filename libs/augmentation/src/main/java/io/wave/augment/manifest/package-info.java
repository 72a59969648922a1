/** Image documents: indexes, manifests, descriptors and layers, read and written without loss. */
@NullMarked
package io.wave.augment.manifest;

import org.jspecify.annotations.NullMarked;
