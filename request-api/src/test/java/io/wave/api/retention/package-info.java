@NullMarked
package io.wave.api.retention;

import org.jspecify.annotations.NullMarked;
