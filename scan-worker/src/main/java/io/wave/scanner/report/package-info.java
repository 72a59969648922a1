/** Reads the reports of Trivy. */
@NullMarked
package io.wave.scanner.report;

import org.jspecify.annotations.NullMarked;
