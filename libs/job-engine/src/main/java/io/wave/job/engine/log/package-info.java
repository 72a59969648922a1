/** Writes the output and the progress of jobs to the object store. */
@NullMarked
package io.wave.job.engine.log;

import org.jspecify.annotations.NullMarked;
