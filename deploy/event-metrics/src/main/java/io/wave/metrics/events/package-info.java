/** Counts the events of the Kafka topics for Prometheus. It depends on nothing of the services but the format of their events. */
@NullMarked
package io.wave.metrics.events;

import org.jspecify.annotations.NullMarked;
