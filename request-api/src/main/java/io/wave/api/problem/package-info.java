/** Errors as clients see them: a status and {@code {"message": …}}. */
@NullMarked
package io.wave.api.problem;

import org.jspecify.annotations.NullMarked;
