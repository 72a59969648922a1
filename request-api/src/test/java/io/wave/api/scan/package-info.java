@NullMarked
package io.wave.api.scan;

import org.jspecify.annotations.NullMarked;
