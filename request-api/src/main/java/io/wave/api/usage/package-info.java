/** Usage counts per organization, architecture and day. */
@NullMarked
package io.wave.api.usage;

import org.jspecify.annotations.NullMarked;
