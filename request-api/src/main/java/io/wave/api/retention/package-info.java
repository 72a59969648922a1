/** Deletes what nobody needs any more, after times that the configuration says. */
@NullMarked
package io.wave.api.retention;

import org.jspecify.annotations.NullMarked;
