/**
 * The services as processes with real servers, which can be started, killed, suspended and restarted: the basis of the
 * fault tests and the benchmarks.
 */
@NullMarked
package io.wave.cluster;

import org.jspecify.annotations.NullMarked;
