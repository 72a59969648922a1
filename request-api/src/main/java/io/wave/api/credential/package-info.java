/** Whether a registry takes a user's credentials. */
@NullMarked
package io.wave.api.credential;

import org.jspecify.annotations.NullMarked;
