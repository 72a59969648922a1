/** Claims jobs for this replica, enforces deadlines and reports metrics. */
@NullMarked
package io.wave.job.engine.scheduler;

import org.jspecify.annotations.NullMarked;
