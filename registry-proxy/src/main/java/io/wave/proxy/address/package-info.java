/** Who is at the other end of a connection, proxies in front of us taken into account. */
@NullMarked
package io.wave.proxy.address;

import org.jspecify.annotations.NullMarked;
