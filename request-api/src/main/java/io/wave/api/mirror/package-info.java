/** The mirror endpoints. Mirroring is not supported yet. */
@NullMarked
package io.wave.api.mirror;

import org.jspecify.annotations.NullMarked;
