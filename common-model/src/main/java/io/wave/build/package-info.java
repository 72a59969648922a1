/** Builds as they travel between services: ids, specifications, commands. */
@NullMarked
package io.wave.build;

import org.jspecify.annotations.NullMarked;
