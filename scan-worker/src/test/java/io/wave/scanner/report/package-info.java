@NullMarked
package io.wave.scanner.report;

import org.jspecify.annotations.NullMarked;
