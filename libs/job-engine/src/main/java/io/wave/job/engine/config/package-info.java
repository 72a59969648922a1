/** The configuration properties of the job engine. */
@NullMarked
package io.wave.job.engine.config;

import org.jspecify.annotations.NullMarked;
