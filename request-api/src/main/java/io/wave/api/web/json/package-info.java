/** The JSON rules of the API: how values are read and written. */
@NullMarked
package io.wave.api.web.json;

import org.jspecify.annotations.NullMarked;
