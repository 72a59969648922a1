/** The container file of a build, and the Conda file that belongs to it. */
@NullMarked
package io.wave.api.containerfile;

import org.jspecify.annotations.NullMarked;
