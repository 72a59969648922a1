/** What the service says about itself. */
@NullMarked
package io.wave.api.info;

import org.jspecify.annotations.NullMarked;
