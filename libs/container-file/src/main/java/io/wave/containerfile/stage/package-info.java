/** Build stages, the images they use, and the values of variables in them. */
@NullMarked
package io.wave.containerfile.stage;

import org.jspecify.annotations.NullMarked;
