/** Registry credentials that users keep in their Platform. */
@NullMarked
package io.wave.api.platform.credential;

import org.jspecify.annotations.NullMarked;
