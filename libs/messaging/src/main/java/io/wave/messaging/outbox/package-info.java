/** The transactional outbox: messages are written with the data they are about and sent after the commit. */
@NullMarked
package io.wave.messaging.outbox;

import org.jspecify.annotations.NullMarked;
