/** What clients and pages can read about a mirror. */
@NullMarked
package io.wave.api.mirror.view;

import org.jspecify.annotations.NullMarked;
