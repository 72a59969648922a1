/** How values are stored as JSON in PostgreSQL, Redis and the object store. */
@NullMarked
package io.wave.api.persistence;

import org.jspecify.annotations.NullMarked;
