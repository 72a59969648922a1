/** Questions to registries that many ask at the same time. */
@NullMarked
package io.wave.proxy.lookup;

import org.jspecify.annotations.NullMarked;
