/** The object store as jobs use it. */
@NullMarked
package io.wave.worker.store;

import org.jspecify.annotations.NullMarked;
