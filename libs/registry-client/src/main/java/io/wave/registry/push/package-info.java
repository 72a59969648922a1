/** Pushes: blobs are mounted or uploaded, then manifests are put. */
@NullMarked
package io.wave.registry.push;

import org.jspecify.annotations.NullMarked;
