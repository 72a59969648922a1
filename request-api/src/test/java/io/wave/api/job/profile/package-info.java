@NullMarked
package io.wave.api.job.profile;

import org.jspecify.annotations.NullMarked;
