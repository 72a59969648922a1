/** Holds pulls of images that are still being built, across redirects, until the build has ended. */
@NullMarked
package io.wave.proxy.hold;

import org.jspecify.annotations.NullMarked;
