/** Files on the class path. */
@NullMarked
package io.wave.resource;

import org.jspecify.annotations.NullMarked;
