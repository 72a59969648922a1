/** All services in one JVM on embedded servers. */
@NullMarked
package io.wave.standalone;

import org.jspecify.annotations.NullMarked;
