/** Mirrors: copies of images to another registry, their commands and progress. */
@NullMarked
package io.wave.mirror;

import org.jspecify.annotations.NullMarked;
