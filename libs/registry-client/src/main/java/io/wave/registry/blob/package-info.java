/** The endpoint for blobs, and the verification of their content. */
@NullMarked
package io.wave.registry.blob;

import org.jspecify.annotations.NullMarked;
