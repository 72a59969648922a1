/** Tools and daemons as processes that cannot outlive the worker or the lease of their job. */
@NullMarked
package io.wave.job.engine.guard;

import org.jspecify.annotations.NullMarked;
