@NullMarked
package io.wave.proxy.registry;

import org.jspecify.annotations.NullMarked;
