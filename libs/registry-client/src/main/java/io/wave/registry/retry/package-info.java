/** Retries with a budget for each registry, and delays requested by {@code Retry-After}. */
@NullMarked
package io.wave.registry.retry;

import org.jspecify.annotations.NullMarked;
