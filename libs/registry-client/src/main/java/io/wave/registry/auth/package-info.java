/** Authentication: challenges, bearer tokens and token services. */
@NullMarked
package io.wave.registry.auth;

import org.jspecify.annotations.NullMarked;
