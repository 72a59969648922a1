@NullMarked
package io.wave.augment.derive;

import org.jspecify.annotations.NullMarked;
