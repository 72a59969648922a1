@NullMarked
package io.wave.proxy.guard;

import org.jspecify.annotations.NullMarked;
