/** The public entry point: serves images by token and forwards the API to request-api. */
@NullMarked
package io.wave.proxy;

import org.jspecify.annotations.NullMarked;
