/** The HTTP server: JSON error responses, security headers, the public address, and {@code /service-info}. */
@NullMarked
package io.wave.api.web;

import org.jspecify.annotations.NullMarked;
