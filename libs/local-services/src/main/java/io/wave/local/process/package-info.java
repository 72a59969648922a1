/** Server processes: start, identity, logs, termination, also of those that a killed JVM left behind. */
@NullMarked
package io.wave.local.process;

import org.jspecify.annotations.NullMarked;
