/** Jobs of every kind: states, the record that readers see, topic and key names. */
@NullMarked
package io.wave.job;

import org.jspecify.annotations.NullMarked;
