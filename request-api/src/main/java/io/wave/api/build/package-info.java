/** Image builds as users see them: admission, state, logs. */
@NullMarked
package io.wave.api.build;

import org.jspecify.annotations.NullMarked;
