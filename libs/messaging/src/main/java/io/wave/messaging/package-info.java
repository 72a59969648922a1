/** How services tell each other what happened: transactional outbox, job records in Redis, Kafka conventions. */
@NullMarked
package io.wave.messaging;

import org.jspecify.annotations.NullMarked;
