@NullMarked
package io.wave.proxy.background;

import org.jspecify.annotations.NullMarked;
