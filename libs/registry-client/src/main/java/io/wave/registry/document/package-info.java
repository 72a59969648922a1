/** JSON documents of registries, read within limits of size, time and memory. */
@NullMarked
package io.wave.registry.document;

import org.jspecify.annotations.NullMarked;
