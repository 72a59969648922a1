/** Restores the job records in Redis after a flush, and deletes finished jobs after their retention. */
@NullMarked
package io.wave.job.engine.restore;

import org.jspecify.annotations.NullMarked;
