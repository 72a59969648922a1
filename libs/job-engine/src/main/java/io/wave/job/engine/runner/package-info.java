/** The interface to what runs the tools of a job: processes of this machine, Kubernetes Jobs, containers. */
@NullMarked
package io.wave.job.engine.runner;

import org.jspecify.annotations.NullMarked;
