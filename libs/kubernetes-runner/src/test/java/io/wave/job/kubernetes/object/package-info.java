@NullMarked
package io.wave.job.kubernetes.object;

import org.jspecify.annotations.NullMarked;
