/** The dashboard on the home page, or a redirect to another site. */
@NullMarked
package io.wave.api.dashboard;

import org.jspecify.annotations.NullMarked;
