@NullMarked
package io.wave.builder.image;

import org.jspecify.annotations.NullMarked;
