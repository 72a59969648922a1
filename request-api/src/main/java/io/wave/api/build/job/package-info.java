/** Build commands for the workers, and the status of builds in Redis. */
@NullMarked
package io.wave.api.build.job;

import org.jspecify.annotations.NullMarked;
