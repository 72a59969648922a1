/** The installation's root key and what is derived from it. */
@NullMarked
package io.wave.security;

import org.jspecify.annotations.NullMarked;
