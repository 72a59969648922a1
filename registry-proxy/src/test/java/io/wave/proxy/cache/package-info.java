@NullMarked
package io.wave.proxy.cache;

import org.jspecify.annotations.NullMarked;
