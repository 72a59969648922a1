@NullMarked
package io.wave.job.engine.scheduler;

import org.jspecify.annotations.NullMarked;
