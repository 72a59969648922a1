@NullMarked
package io.wave.job.kubernetes.cluster;

import org.jspecify.annotations.NullMarked;
