@NullMarked
package io.wave.trial;

import org.jspecify.annotations.NullMarked;
