/** What a container file makes a builder read, judged before the builder is started. */
@NullMarked
package io.wave.builder.containerfile;

import org.jspecify.annotations.NullMarked;
