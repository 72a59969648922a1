/** Containers of jobs, and the requests to the engine. */
@NullMarked
package io.wave.job.docker.engine;

import org.jspecify.annotations.NullMarked;
