/** The logs and the progress of jobs in the object store, where workers write them. */
@NullMarked
package io.wave.api.job.log;

import org.jspecify.annotations.NullMarked;
