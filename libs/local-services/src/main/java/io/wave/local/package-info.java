/** Real PostgreSQL, Redis, Kafka and registry servers on loopback, for the embedded default and for tests. */
@NullMarked
package io.wave.local;

import org.jspecify.annotations.NullMarked;
