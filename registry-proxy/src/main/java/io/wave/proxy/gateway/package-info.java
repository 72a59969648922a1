/** Forwards the public API paths to request-api. */
@NullMarked
package io.wave.proxy.gateway;

import org.jspecify.annotations.NullMarked;
