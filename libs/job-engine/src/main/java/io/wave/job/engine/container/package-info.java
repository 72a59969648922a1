/** The runner for whatever runs containers, such as a Kubernetes cluster or a Docker engine. */
@NullMarked
package io.wave.job.engine.container;

import org.jspecify.annotations.NullMarked;
