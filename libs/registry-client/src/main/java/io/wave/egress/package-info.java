/** Where this service may connect to on a user's word: one policy for registries, token services, redirects and URLs. */
@NullMarked
package io.wave.egress;

import org.jspecify.annotations.NullMarked;
