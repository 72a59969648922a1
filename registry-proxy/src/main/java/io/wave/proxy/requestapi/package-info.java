/** Client of the internal API of request-api. */
@NullMarked
package io.wave.proxy.requestapi;

import org.jspecify.annotations.NullMarked;
