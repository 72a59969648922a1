/** What the orchestrator needs to be ready. */
@NullMarked
package io.wave.builder.health;

import org.jspecify.annotations.NullMarked;
