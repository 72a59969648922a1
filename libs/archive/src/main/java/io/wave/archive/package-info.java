/** Reads untrusted archives within limits. */
@NullMarked
package io.wave.archive;

import org.jspecify.annotations.NullMarked;
