@NullMarked
package io.wave.proxy.manifest;

import org.jspecify.annotations.NullMarked;
