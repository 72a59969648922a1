/** The public door: serves images under tokens and routes the API. */
@NullMarked
package io.wave.proxy;

import org.jspecify.annotations.NullMarked;
