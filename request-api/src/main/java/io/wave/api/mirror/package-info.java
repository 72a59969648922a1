/** Copies of images. Not yet made by this server: it answers as one with mirroring switched off. */
@NullMarked
package io.wave.api.mirror;

import org.jspecify.annotations.NullMarked;
