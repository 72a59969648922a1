/** Jobs of all kinds: states, job records, and the names of topics and keys. */
@NullMarked
package io.wave.job;

import org.jspecify.annotations.NullMarked;
