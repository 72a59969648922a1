/** Tests of the package of this name. */
@NullMarked
package io.wave.local.data;

import org.jspecify.annotations.NullMarked;
