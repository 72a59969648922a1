/** Netty handlers of client connections: connection limits, timeouts and backpressure. */
@NullMarked
package io.wave.proxy.connection;

import org.jspecify.annotations.NullMarked;
