/** Mirrors: copies of images to other registries. Their admission, state changes and events. */
@NullMarked
package io.wave.api.mirror;

import org.jspecify.annotations.NullMarked;
