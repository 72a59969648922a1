@NullMarked
package io.wave.job.kubernetes;

import org.jspecify.annotations.NullMarked;
