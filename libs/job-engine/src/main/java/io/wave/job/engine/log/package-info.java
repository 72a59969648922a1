/** A job's output on its way to the object store. */
@NullMarked
package io.wave.job.engine.log;

import org.jspecify.annotations.NullMarked;
