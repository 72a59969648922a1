/** Package lists of a request, and their validation. */
@NullMarked
package io.wave.api.containerfile.packages;

import org.jspecify.annotations.NullMarked;
