/** How Kafka is used: topics, listeners, what is retried, dead-letter topics. */
@NullMarked
package io.wave.messaging.kafka;

import org.jspecify.annotations.NullMarked;
