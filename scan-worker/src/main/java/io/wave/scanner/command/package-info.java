/** Consumes scan commands from Kafka. */
@NullMarked
package io.wave.scanner.command;

import org.jspecify.annotations.NullMarked;
