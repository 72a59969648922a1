/** Equal operations that are requested at the same time run once. */
@NullMarked
package io.wave.registry.flight;

import org.jspecify.annotations.NullMarked;
