/** What clients and pages can read about a scan. */
@NullMarked
package io.wave.api.scan.view;

import org.jspecify.annotations.NullMarked;
