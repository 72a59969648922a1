/** How values are stored as JSON in PostgreSQL and Redis. */
@NullMarked
package io.wave.api.persistence;

import org.jspecify.annotations.NullMarked;
