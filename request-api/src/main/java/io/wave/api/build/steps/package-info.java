/** The steps of builds, as the workers store them. */
@NullMarked
package io.wave.api.build.steps;

import org.jspecify.annotations.NullMarked;
