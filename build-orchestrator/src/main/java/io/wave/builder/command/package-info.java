/** Consumes build commands from Kafka. */
@NullMarked
package io.wave.builder.command;

import org.jspecify.annotations.NullMarked;
