/** Looks up the container request of a token: in memory, in Redis, then at request-api. */
@NullMarked
package io.wave.proxy.token;

import org.jspecify.annotations.NullMarked;
