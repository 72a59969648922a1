/** Serves the blobs of an image: injected layers, generated configurations, and blobs streamed from the source registry. */
@NullMarked
package io.wave.proxy.blob;

import org.jspecify.annotations.NullMarked;
