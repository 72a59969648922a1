/** Tasks that are repeated for as long as the service runs, whatever is thrown in them. */
@NullMarked
package io.wave.messaging.loop;

import org.jspecify.annotations.NullMarked;
