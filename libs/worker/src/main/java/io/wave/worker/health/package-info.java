/** Health of what jobs depend on. */
@NullMarked
package io.wave.worker.health;

import org.jspecify.annotations.NullMarked;
