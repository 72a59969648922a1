/** Laying a configuration and layers over an image: pure functions from documents to documents. */
@NullMarked
package io.wave.augment;

import org.jspecify.annotations.NullMarked;
