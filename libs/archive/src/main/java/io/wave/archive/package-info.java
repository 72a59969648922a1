/** Archives from strangers, read within bounds. */
@NullMarked
package io.wave.archive;

import org.jspecify.annotations.NullMarked;
