@NullMarked
package io.wave.builder;

import org.jspecify.annotations.NullMarked;
