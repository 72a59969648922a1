/** The request body, and the validated values that are read from it. */
@NullMarked
package io.wave.api.submission.request;

import org.jspecify.annotations.NullMarked;
