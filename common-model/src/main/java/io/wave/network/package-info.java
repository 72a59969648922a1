/** Network addresses. */
@NullMarked
package io.wave.network;

import org.jspecify.annotations.NullMarked;
