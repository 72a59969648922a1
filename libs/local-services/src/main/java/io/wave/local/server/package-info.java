/** PostgreSQL, Redis, Kafka and a registry on the loopback interface. */
@NullMarked
package io.wave.local.server;

import org.jspecify.annotations.NullMarked;
