@NullMarked
package io.wave.proxy.blob;

import org.jspecify.annotations.NullMarked;
