/** Users of Platforms. */
@NullMarked
package io.wave.api.platform.user;

import org.jspecify.annotations.NullMarked;
