/** Work that goes on beside the requests: the one place of this service that subscribes. */
@NullMarked
package io.wave.proxy.background;

import org.jspecify.annotations.NullMarked;
