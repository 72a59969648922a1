@NullMarked
package io.wave.background;

import org.jspecify.annotations.NullMarked;
