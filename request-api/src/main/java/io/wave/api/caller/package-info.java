/** Who asks: decided once, where a request comes in, and handed down from there. */
@NullMarked
package io.wave.api.caller;

import org.jspecify.annotations.NullMarked;
