/** Consumes scan commands and scans images. */
@NullMarked
package io.wave.scanner;

import org.jspecify.annotations.NullMarked;
