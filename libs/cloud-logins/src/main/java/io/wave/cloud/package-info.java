/** Logins at the registries of clouds. */
@NullMarked
package io.wave.cloud;

import org.jspecify.annotations.NullMarked;
