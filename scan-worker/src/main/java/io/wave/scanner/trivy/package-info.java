/** Runs Trivy: its command lines, files and failures. */
@NullMarked
package io.wave.scanner.trivy;

import org.jspecify.annotations.NullMarked;
