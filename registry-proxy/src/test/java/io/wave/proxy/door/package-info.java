@NullMarked
package io.wave.proxy.door;

import org.jspecify.annotations.NullMarked;
