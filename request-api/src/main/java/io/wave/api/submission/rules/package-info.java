/** Validation rules for container requests. */
@NullMarked
package io.wave.api.submission.rules;

import org.jspecify.annotations.NullMarked;
