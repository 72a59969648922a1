/** What a token stands for: found in memory, in Redis or at request-api, and forgotten when the token ends. */
@NullMarked
package io.wave.proxy.request;

import org.jspecify.annotations.NullMarked;
