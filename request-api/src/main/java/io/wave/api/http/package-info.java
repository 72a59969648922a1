/** The edge of the HTTP API: JSON rules, the size of bodies, headers. */
@NullMarked
package io.wave.api.http;

import org.jspecify.annotations.NullMarked;
