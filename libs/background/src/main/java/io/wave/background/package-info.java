/** Work that goes on from the start of a service to its end, whatever is thrown in it. */
@NullMarked
package io.wave.background;

import org.jspecify.annotations.NullMarked;
