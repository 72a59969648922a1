@NullMarked
package io.wave.proxy.architecture;

import org.jspecify.annotations.NullMarked;
