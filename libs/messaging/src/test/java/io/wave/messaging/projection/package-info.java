/** Tests of the package of this name. */
@NullMarked
package io.wave.messaging.projection;

import org.jspecify.annotations.NullMarked;
