/** Consumes mirror commands from Kafka. */
@NullMarked
package io.wave.mirroring.command;

import org.jspecify.annotations.NullMarked;
