/** A reactive client of OCI registries, after the OCI distribution specification. */
@NullMarked
package io.wave.registry;

import org.jspecify.annotations.NullMarked;
