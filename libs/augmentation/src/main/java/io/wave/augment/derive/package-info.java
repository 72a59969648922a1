/** What becomes of an image in a registry under a configuration: all its documents, read and rewritten. */
@NullMarked
package io.wave.augment.derive;

import org.jspecify.annotations.NullMarked;
