/** {@code wave.jobs.docker.*}. */
@NullMarked
package io.wave.job.docker.config;

import org.jspecify.annotations.NullMarked;
