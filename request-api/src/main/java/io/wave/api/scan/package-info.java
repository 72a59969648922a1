/** Scans of images: their admission, state changes and events, and what requests need of them. */
@NullMarked
package io.wave.api.scan;

import org.jspecify.annotations.NullMarked;
