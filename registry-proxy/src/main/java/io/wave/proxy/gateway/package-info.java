/** The public door for all that is not the registry: an allow-list of routes to request-api, and what every answer has. */
@NullMarked
package io.wave.proxy.gateway;

import org.jspecify.annotations.NullMarked;
