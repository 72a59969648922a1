/** Blobs under a token: injected layers, configurations made here, and what the source registry streams. */
@NullMarked
package io.wave.proxy.blob;

import org.jspecify.annotations.NullMarked;
