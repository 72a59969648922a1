@NullMarked
package io.wave.job.engine.lease;

import org.jspecify.annotations.NullMarked;
