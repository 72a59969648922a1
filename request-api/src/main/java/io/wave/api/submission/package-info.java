/** Accepts container requests: from the HTTP request to the response. */
@NullMarked
package io.wave.api.submission;

import org.jspecify.annotations.NullMarked;
