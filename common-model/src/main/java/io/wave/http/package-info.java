/** HTTP header fields. */
@NullMarked
package io.wave.http;

import org.jspecify.annotations.NullMarked;
