/** Servers whose answers a test scripts, and an object store that fails on demand. */
@NullMarked
package io.wave.local.fake;

import org.jspecify.annotations.NullMarked;
