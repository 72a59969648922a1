/** Inline layers and build contexts that clients send: checked, then stored in the object store. */
@NullMarked
package io.wave.api.content;

import org.jspecify.annotations.NullMarked;
