@NullMarked
package io.wave.job.engine;

import org.jspecify.annotations.NullMarked;
