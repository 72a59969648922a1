/** Connects to Redis: client options that fail fast, and one subscription to all channels. */
@NullMarked
package io.wave.proxy.redis;

import org.jspecify.annotations.NullMarked;
