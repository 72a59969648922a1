@NullMarked
package io.wave.proxy.v2;

import org.jspecify.annotations.NullMarked;
