/** Build templates: container files generated from package lists. */
@NullMarked
package io.wave.api.containerfile.template;

import org.jspecify.annotations.NullMarked;
