/** Rate limits of callers, and of failed attempts to guess credentials and ids. */
@NullMarked
package io.wave.api.security.limit;

import org.jspecify.annotations.NullMarked;
