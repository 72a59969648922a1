/** The way of every call into the service: read once, let through by one gate, answered, kept waiting or passed on. */
@NullMarked
package io.wave.proxy.door;

import org.jspecify.annotations.NullMarked;
