/** Who may read the images that builds and mirrors have created in repositories that callers share. */
@NullMarked
package io.wave.api.access;

import org.jspecify.annotations.NullMarked;
