/** Fetches, verifies and unpacks build contexts; nothing in a context can refer to files outside of it. */
@NullMarked
package io.wave.builder.context;

import org.jspecify.annotations.NullMarked;
