/** Tells the world which images are pulled. */
@NullMarked
package io.wave.proxy.pull;

import org.jspecify.annotations.NullMarked;
