/** What all tools of builds have in common. */
@NullMarked
package io.wave.builder.tool;

import org.jspecify.annotations.NullMarked;
