/** Tokens, and the request that each stands for. */
@NullMarked
package io.wave.token;

import org.jspecify.annotations.NullMarked;
