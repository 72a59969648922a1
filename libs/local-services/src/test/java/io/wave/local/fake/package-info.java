/** Tests of the package of this name. */
@NullMarked
package io.wave.local.fake;

import org.jspecify.annotations.NullMarked;
