/** Tests of the package of this name. */
@NullMarked
package io.wave.messaging.kafka;

import org.jspecify.annotations.NullMarked;
