/** Image inspection: the manifest and configuration of an image, or the images of an index. */
@NullMarked
package io.wave.api.image.inspect;

import org.jspecify.annotations.NullMarked;
