/** HTTP exchanges with registries: connections, responses, timeouts and the translation of failures. */
@NullMarked
package io.wave.registry.http;

import org.jspecify.annotations.NullMarked;
