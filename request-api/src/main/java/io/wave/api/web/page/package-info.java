/** What the HTML pages have in common: layout, error page, times, style sheets and scripts. */
@NullMarked
package io.wave.api.web.page;

import org.jspecify.annotations.NullMarked;
