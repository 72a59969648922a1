/** Accepted requests and their tokens, in PostgreSQL and Redis. */
@NullMarked
package io.wave.api.token;

import org.jspecify.annotations.NullMarked;
