/** Redis keys and channels that services share. */
@NullMarked
package io.wave.redis;

import org.jspecify.annotations.NullMarked;
