/** Tests of the package of this name. */
@NullMarked
package io.wave.local.cluster;

import org.jspecify.annotations.NullMarked;
