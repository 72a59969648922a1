@NullMarked
package io.wave.builder.singularity;

import org.jspecify.annotations.NullMarked;
