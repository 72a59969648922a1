/** Background threads and tasks that are restarted after failures, and back-off. */
@NullMarked
package io.wave.background;

import org.jspecify.annotations.NullMarked;
