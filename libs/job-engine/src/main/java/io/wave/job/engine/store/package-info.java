/** The job table, and the changes of a job together with their events. */
@NullMarked
package io.wave.job.engine.store;

import org.jspecify.annotations.NullMarked;
