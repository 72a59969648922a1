/** What was derived from images, kept in memory and in Redis, and made once for all who ask at the same time. */
@NullMarked
package io.wave.proxy.cache;

import org.jspecify.annotations.NullMarked;
