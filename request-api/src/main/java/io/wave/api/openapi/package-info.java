/** The description of the HTTP API, made from the controllers, and that of the topics. */
@NullMarked
package io.wave.api.openapi;

import org.jspecify.annotations.NullMarked;
