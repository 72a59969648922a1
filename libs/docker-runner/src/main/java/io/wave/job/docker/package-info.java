/** Runs the tools of jobs as containers of a Docker engine. */
@NullMarked
package io.wave.job.docker;

import org.jspecify.annotations.NullMarked;
