@NullMarked
package io.wave.proxy.image;

import org.jspecify.annotations.NullMarked;
