/** What one client, and all of them together, may hold at a time: connections, streams, and time to send and to receive. */
@NullMarked
package io.wave.proxy.guard;

import org.jspecify.annotations.NullMarked;
