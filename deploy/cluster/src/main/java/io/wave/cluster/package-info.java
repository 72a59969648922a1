/**
 * The services as processes of their own over real servers: started, killed, stopped in mid-air and started again. What
 * the fault tests and the benchmarks stand on.
 */
@NullMarked
package io.wave.cluster;

import org.jspecify.annotations.NullMarked;
