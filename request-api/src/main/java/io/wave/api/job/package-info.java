/** Jobs of all kinds as request-api stores them: their rows, admission, state changes, deadlines and cancellation. */
@NullMarked
package io.wave.api.job;

import org.jspecify.annotations.NullMarked;
