/** Runs a job's tools as processes of this machine, each under a guard that lets none outlive the job's lease. */
@NullMarked
package io.wave.job.engine.process;

import org.jspecify.annotations.NullMarked;
