/** Users of an OpenID Connect issuer, who are identified by JSON web tokens. */
@NullMarked
package io.wave.api.security.oidc;

import org.jspecify.annotations.NullMarked;
