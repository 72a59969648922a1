/** Instructions of container files, with their flags, mounts and here-documents. */
@NullMarked
package io.wave.containerfile.instruction;

import org.jspecify.annotations.NullMarked;
