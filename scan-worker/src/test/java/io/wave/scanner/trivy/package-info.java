@NullMarked
package io.wave.scanner.trivy;

import org.jspecify.annotations.NullMarked;
