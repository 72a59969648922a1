/** Error responses: an HTTP status and {@code {"message": …}}. */
@NullMarked
package io.wave.api.web.problem;

import org.jspecify.annotations.NullMarked;
