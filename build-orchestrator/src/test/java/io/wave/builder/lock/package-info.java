@NullMarked
package io.wave.builder.lock;

import org.jspecify.annotations.NullMarked;
