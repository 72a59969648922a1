/** Real container clients, driven to pull one image. */
@NullMarked
package io.wave.cluster.client;

import org.jspecify.annotations.NullMarked;
