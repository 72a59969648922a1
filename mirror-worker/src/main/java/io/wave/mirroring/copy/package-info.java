/** The copy of an image: skopeo, its progress and failures, and the tag afterwards. */
@NullMarked
package io.wave.mirroring.copy;

import org.jspecify.annotations.NullMarked;
