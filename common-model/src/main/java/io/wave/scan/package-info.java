/** Scans of images as they travel between services: ids, specifications, commands, reports. */
@NullMarked
package io.wave.scan;

import org.jspecify.annotations.NullMarked;
