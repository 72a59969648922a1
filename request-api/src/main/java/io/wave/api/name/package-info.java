/** The names of built images. */
@NullMarked
package io.wave.api.name;

import org.jspecify.annotations.NullMarked;
