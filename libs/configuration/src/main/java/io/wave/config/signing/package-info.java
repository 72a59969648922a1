/** Signatures of Kafka records. */
@NullMarked
package io.wave.config.signing;

import org.jspecify.annotations.NullMarked;
