/** Authentication: the Spring Security filter chain, the accounts of operators and API tokens in the header. */
@NullMarked
package io.wave.api.security;

import org.jspecify.annotations.NullMarked;
