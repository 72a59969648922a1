/** Image builds: admission, state changes, and indexes of several platforms. */
@NullMarked
package io.wave.api.build;

import org.jspecify.annotations.NullMarked;
