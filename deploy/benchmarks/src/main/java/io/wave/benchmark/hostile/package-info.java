/** An hour of hostile callers against the whole product in one JVM, beside ordinary callers who are measured. */
@NullMarked
package io.wave.benchmark.hostile;

import org.jspecify.annotations.NullMarked;
