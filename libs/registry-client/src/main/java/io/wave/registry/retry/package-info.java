/** Repeated calls: retries, their budget per registry, and pauses that registries ask for. */
@NullMarked
package io.wave.registry.retry;

import org.jspecify.annotations.NullMarked;
