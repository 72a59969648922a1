@NullMarked
package io.wave.scanner.registry;

import org.jspecify.annotations.NullMarked;
