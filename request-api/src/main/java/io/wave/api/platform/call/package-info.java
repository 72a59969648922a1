/** Requests to Platforms: through their connections to any replica, or by HTTP. */
@NullMarked
package io.wave.api.platform.call;

import org.jspecify.annotations.NullMarked;
