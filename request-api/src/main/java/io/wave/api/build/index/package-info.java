/** Multi-platform images: the builds that an index waits for. */
@NullMarked
package io.wave.api.build.index;

import org.jspecify.annotations.NullMarked;
