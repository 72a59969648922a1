/** Pulls of images that are still being built wait here, in hops, until the build has ended. */
@NullMarked
package io.wave.proxy.hold;

import org.jspecify.annotations.NullMarked;
