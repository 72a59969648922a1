@NullMarked
package io.wave.proxy.http;

import org.jspecify.annotations.NullMarked;
