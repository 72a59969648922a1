/** What the API asks registries: the digest behind a name. */
@NullMarked
package io.wave.api.registry;

import org.jspecify.annotations.NullMarked;
