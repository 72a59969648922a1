@NullMarked
package io.wave.benchmark.hostile;

import org.jspecify.annotations.NullMarked;
