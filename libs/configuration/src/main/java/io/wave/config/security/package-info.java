/** The root key, and the filter that protects internal endpoints. */
@NullMarked
package io.wave.config.security;

import org.jspecify.annotations.NullMarked;
