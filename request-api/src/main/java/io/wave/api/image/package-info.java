/** Images in registries: whether they exist, their digests, and which registries may be contacted. */
@NullMarked
package io.wave.api.image;

import org.jspecify.annotations.NullMarked;
