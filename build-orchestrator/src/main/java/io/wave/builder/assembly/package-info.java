/** Images that are made without a build: by putting a manifest and a configuration together. */
@NullMarked
package io.wave.builder.assembly;

import org.jspecify.annotations.NullMarked;
