/** A check of services from within their own images, which have no other HTTP client. */
@NullMarked
package io.wave.config.check;

import org.jspecify.annotations.NullMarked;
