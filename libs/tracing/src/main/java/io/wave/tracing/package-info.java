/** Traces of the work of all services. See README.md. */
@NullMarked
package io.wave.tracing;

import org.jspecify.annotations.NullMarked;
