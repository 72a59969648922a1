/** Profiles: which ones requests may ask for. What they stand for is known to the workers. */
@NullMarked
package io.wave.api.job.profile;

import org.jspecify.annotations.NullMarked;
