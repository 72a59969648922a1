/** Events other than those of jobs, as published for dashboards. */
@NullMarked
package io.wave.event;

import org.jspecify.annotations.NullMarked;
