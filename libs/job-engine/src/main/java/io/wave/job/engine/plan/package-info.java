/** A kind of job ({@link io.wave.job.engine.plan.JobType}) and what has to be done for one job of it. */
@NullMarked
package io.wave.job.engine.plan;

import org.jspecify.annotations.NullMarked;
