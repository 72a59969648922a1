/** Layers of a request as files: from the object store or from the web, verified. */
@NullMarked
package io.wave.builder.layer;

import org.jspecify.annotations.NullMarked;
