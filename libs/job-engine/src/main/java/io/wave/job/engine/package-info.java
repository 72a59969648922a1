/** The job table and what keeps it: acceptance, leases, the scheduler, deadlines, and the port to what runs a job. */
@NullMarked
package io.wave.job.engine;

import org.jspecify.annotations.NullMarked;
