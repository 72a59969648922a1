@NullMarked
package io.wave.builder.buildkit;

import org.jspecify.annotations.NullMarked;
