/** Jobs on workers that are killed, stopped and suspended at random: whether each of them ends exactly once. */
@NullMarked
package io.wave.benchmark.chaos;

import org.jspecify.annotations.NullMarked;
