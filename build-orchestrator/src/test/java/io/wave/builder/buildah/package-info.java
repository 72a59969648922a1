@NullMarked
package io.wave.builder.buildah;

import org.jspecify.annotations.NullMarked;
