/** One attempt at a job: launch, lease renewal and the recording of its outcome. */
@NullMarked
package io.wave.job.engine.attempt;

import org.jspecify.annotations.NullMarked;
