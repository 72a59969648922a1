/** How this service talks to Redis: it fails fast while Redis is away, and listens to channels on one connection. */
@NullMarked
package io.wave.proxy.redis;

import org.jspecify.annotations.NullMarked;
