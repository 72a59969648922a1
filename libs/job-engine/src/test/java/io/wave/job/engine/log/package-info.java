@NullMarked
package io.wave.job.engine.log;

import org.jspecify.annotations.NullMarked;
