@NullMarked
package io.wave.benchmark;

import org.jspecify.annotations.NullMarked;
