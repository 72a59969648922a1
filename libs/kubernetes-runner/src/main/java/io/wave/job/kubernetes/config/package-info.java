/** The configuration {@code wave.jobs.kubernetes}. */
@NullMarked
package io.wave.job.kubernetes.config;

import org.jspecify.annotations.NullMarked;
