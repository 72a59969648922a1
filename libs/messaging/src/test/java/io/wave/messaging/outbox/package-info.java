/** Tests of the package of this name. */
@NullMarked
package io.wave.messaging.outbox;

import org.jspecify.annotations.NullMarked;
