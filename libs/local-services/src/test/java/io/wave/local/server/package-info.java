/** Tests of the package of this name. */
@NullMarked
package io.wave.local.server;

import org.jspecify.annotations.NullMarked;
