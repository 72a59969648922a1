/** Checks registry credentials for {@code /validate-creds}. */
@NullMarked
package io.wave.api.credential;

import org.jspecify.annotations.NullMarked;
