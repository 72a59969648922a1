@NullMarked
package io.wave.proxy.augment;

import org.jspecify.annotations.NullMarked;
