/** How much callers may ask for. */
@NullMarked
package io.wave.api.limit;

import org.jspecify.annotations.NullMarked;
