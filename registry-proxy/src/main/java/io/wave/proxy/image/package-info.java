/** Resolves the image of a token and derives its manifests and configurations. */
@NullMarked
package io.wave.proxy.image;

import org.jspecify.annotations.NullMarked;
