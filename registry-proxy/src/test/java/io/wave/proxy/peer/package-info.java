@NullMarked
package io.wave.proxy.peer;

import org.jspecify.annotations.NullMarked;
