@NullMarked
package io.wave.scanner.database;

import org.jspecify.annotations.NullMarked;
