/** Names of images and what they are addressed by: references, tags, digests, platforms. */
@NullMarked
package io.wave.image;

import org.jspecify.annotations.NullMarked;
