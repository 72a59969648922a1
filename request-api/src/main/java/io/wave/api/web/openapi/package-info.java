/** The OpenAPI description of the HTTP API, generated from the controllers, and its page. */
@NullMarked
package io.wave.api.web.openapi;

import org.jspecify.annotations.NullMarked;
