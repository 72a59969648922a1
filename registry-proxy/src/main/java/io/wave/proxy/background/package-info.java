/** Runs background work from the start of the application to its end. */
@NullMarked
package io.wave.proxy.background;

import org.jspecify.annotations.NullMarked;
