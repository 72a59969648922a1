/** What readers find in Redis about jobs and revoked tokens. */
@NullMarked
package io.wave.messaging.projection;

import org.jspecify.annotations.NullMarked;
