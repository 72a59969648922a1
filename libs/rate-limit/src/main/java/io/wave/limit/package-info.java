/** Limits of how much a user or an address may ask for, shared by all replicas of all services. */
@NullMarked
package io.wave.limit;

import org.jspecify.annotations.NullMarked;
