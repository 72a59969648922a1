@NullMarked
package io.wave.builder.health;

import org.jspecify.annotations.NullMarked;
