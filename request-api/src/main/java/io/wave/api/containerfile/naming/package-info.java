/** The names and tags of built images. */
@NullMarked
package io.wave.api.containerfile.naming;

import org.jspecify.annotations.NullMarked;
