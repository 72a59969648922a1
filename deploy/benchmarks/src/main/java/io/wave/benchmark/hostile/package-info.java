/** Hostile clients against the whole service in one JVM, while a regular client is measured. */
@NullMarked
package io.wave.benchmark.hostile;

import org.jspecify.annotations.NullMarked;
