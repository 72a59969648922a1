/** What the pages for humans have in common: frame, errors, times, stylesheets and scripts. */
@NullMarked
package io.wave.api.page;

import org.jspecify.annotations.NullMarked;
