@NullMarked
package io.wave.job.engine.process;

import org.jspecify.annotations.NullMarked;
