@NullMarked
package io.wave.job.engine.container;

import org.jspecify.annotations.NullMarked;
