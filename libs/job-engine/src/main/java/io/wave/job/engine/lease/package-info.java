/** The lease under which a worker runs a job, as measured by the worker. */
@NullMarked
package io.wave.job.engine.lease;

import org.jspecify.annotations.NullMarked;
