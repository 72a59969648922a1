@NullMarked
package io.wave.job.engine.guard;

import org.jspecify.annotations.NullMarked;
