@NullMarked
package io.wave.proxy.connection;

import org.jspecify.annotations.NullMarked;
