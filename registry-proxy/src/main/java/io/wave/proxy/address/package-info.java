/** Works out the address of a client, taking trusted proxies into account. */
@NullMarked
package io.wave.proxy.address;

import org.jspecify.annotations.NullMarked;
