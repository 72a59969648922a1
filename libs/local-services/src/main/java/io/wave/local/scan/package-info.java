/** What scans need besides the scanner: a small vulnerability database of our own. */
@NullMarked
package io.wave.local.scan;

import org.jspecify.annotations.NullMarked;
