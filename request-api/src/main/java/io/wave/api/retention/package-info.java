/** Deletes rows and objects after their retention time. */
@NullMarked
package io.wave.api.retention;

import org.jspecify.annotations.NullMarked;
