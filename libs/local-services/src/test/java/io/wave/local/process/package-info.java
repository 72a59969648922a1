/** Tests of the package of this name. */
@NullMarked
package io.wave.local.process;

import org.jspecify.annotations.NullMarked;
