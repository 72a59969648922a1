/** Failures of calls to registries: their kinds and the statuses that clients receive. */
@NullMarked
package io.wave.registry.error;

import org.jspecify.annotations.NullMarked;
