/** Calls of the Kubernetes API: requests, watches and logs. */
@NullMarked
package io.wave.job.kubernetes.cluster;

import org.jspecify.annotations.NullMarked;
