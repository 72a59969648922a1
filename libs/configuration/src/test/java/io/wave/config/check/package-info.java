@NullMarked
package io.wave.config.check;

import org.jspecify.annotations.NullMarked;
