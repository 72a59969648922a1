@NullMarked
package io.wave.builder.assembly;

import org.jspecify.annotations.NullMarked;
