/** What is answered under {@code /v2}, and how it is written to the wire. */
@NullMarked
package io.wave.proxy.answer;

import org.jspecify.annotations.NullMarked;
