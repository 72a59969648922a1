/** How values are kept as JSON in columns and in Redis. */
@NullMarked
package io.wave.api.stored;

import org.jspecify.annotations.NullMarked;
