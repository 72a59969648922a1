/** Messages between services: transactional outbox, job records in Redis, Kafka conventions. */
@NullMarked
package io.wave.messaging;

import org.jspecify.annotations.NullMarked;
