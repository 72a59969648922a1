/** Runs the tools of jobs as Kubernetes Jobs. */
@NullMarked
package io.wave.job.kubernetes;

import org.jspecify.annotations.NullMarked;
