/** Rate limits by user or address, shared by all replicas of all services, and limits of failures and concurrency. */
@NullMarked
package io.wave.limit;

import org.jspecify.annotations.NullMarked;
