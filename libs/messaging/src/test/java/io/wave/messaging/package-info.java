@NullMarked
package io.wave.messaging;

import org.jspecify.annotations.NullMarked;
