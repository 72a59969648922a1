/** Authentication: the Spring Security filter chain and the accounts of operators. */
@NullMarked
package io.wave.api.security;

import org.jspecify.annotations.NullMarked;
