@NullMarked
package io.wave.job.kubernetes.status;

import org.jspecify.annotations.NullMarked;
