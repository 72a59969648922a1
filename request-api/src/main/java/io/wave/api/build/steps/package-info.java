/** How far builds have come. */
@NullMarked
package io.wave.api.build.steps;

import org.jspecify.annotations.NullMarked;
