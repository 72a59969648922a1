/** Static API tokens, and the caller that a token in the header or in the body of a request identifies. */
@NullMarked
package io.wave.api.security.token;

import org.jspecify.annotations.NullMarked;
