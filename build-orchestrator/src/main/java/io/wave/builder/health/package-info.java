/** Health of what builds depend on. */
@NullMarked
package io.wave.builder.health;

import org.jspecify.annotations.NullMarked;
