/** What clients, the registry proxy and the page can read about an accepted request. */
@NullMarked
package io.wave.api.token.view;

import org.jspecify.annotations.NullMarked;
