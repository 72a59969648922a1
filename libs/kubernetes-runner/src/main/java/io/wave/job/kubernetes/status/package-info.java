/** The state of a job, read from its Kubernetes objects, as pure functions. */
@NullMarked
package io.wave.job.kubernetes.status;

import org.jspecify.annotations.NullMarked;
