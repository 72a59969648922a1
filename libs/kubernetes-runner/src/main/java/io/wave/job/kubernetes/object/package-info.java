/** The Kubernetes objects of a job, as pure functions. */
@NullMarked
package io.wave.job.kubernetes.object;

import org.jspecify.annotations.NullMarked;
