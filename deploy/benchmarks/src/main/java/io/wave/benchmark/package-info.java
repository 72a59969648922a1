/** Measures the services, a plain registry and a web server in one run on one machine. */
@NullMarked
package io.wave.benchmark;

import org.jspecify.annotations.NullMarked;
