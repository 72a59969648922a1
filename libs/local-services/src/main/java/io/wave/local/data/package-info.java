/** The folder that holds the data and secrets of the servers of one JVM. */
@NullMarked
package io.wave.local.data;

import org.jspecify.annotations.NullMarked;
