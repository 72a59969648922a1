/** How long builds take: with each builder, and with each form of the build templates. */
@NullMarked
package io.wave.benchmark.builds;

import org.jspecify.annotations.NullMarked;
