/**
 * The job engine of workers: commands about jobs, and the configuration of the engine. See README.md for the packages.
 */
@NullMarked
package io.wave.job.engine;

import org.jspecify.annotations.NullMarked;
