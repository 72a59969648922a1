/** How much is used, by organisation, architecture and day. */
@NullMarked
package io.wave.api.usage;

import org.jspecify.annotations.NullMarked;
