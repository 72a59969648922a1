/** Responses and errors of the registry API, and how they are written. */
@NullMarked
package io.wave.proxy.response;

import org.jspecify.annotations.NullMarked;
