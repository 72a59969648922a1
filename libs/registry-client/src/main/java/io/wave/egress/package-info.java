/** The policy for outgoing connections that users' names and URLs cause: registries, token services, redirects, downloads. */
@NullMarked
package io.wave.egress;

import org.jspecify.annotations.NullMarked;
