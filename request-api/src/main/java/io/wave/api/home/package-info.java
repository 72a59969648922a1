/** The home page: a live picture of what runs now, or the way to another site. */
@NullMarked
package io.wave.api.home;

import org.jspecify.annotations.NullMarked;
