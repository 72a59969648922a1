@NullMarked
package io.wave.builder.context;

import org.jspecify.annotations.NullMarked;
