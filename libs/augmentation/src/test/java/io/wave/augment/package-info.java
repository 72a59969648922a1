@NullMarked
package io.wave.augment;

import org.jspecify.annotations.NullMarked;
