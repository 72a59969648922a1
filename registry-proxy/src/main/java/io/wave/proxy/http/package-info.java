/** Receives every HTTP request: parses its path, applies admission control, then answers it, holds it or passes it on. */
@NullMarked
package io.wave.proxy.http;

import org.jspecify.annotations.NullMarked;
