/** How an attempt at a job ended, and what the job produced. */
@NullMarked
package io.wave.job.engine.outcome;

import org.jspecify.annotations.NullMarked;
