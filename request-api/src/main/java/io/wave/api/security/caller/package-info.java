/** The caller of a request: determined once by the filter chain and passed on as a parameter. */
@NullMarked
package io.wave.api.security.caller;

import org.jspecify.annotations.NullMarked;
