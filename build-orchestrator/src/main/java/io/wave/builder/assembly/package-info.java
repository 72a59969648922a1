/** Images that are assembled without a build, from a manifest and a configuration. */
@NullMarked
package io.wave.builder.assembly;

import org.jspecify.annotations.NullMarked;
