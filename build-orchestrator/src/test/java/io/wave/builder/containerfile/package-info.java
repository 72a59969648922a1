@NullMarked
package io.wave.builder.containerfile;

import org.jspecify.annotations.NullMarked;
