/** Counts served manifests and publishes pull events to Kafka. */
@NullMarked
package io.wave.proxy.event;

import org.jspecify.annotations.NullMarked;
