/** Workflows of Platforms: tokens that were requested for one are renewed while it runs, and end after it. */
@NullMarked
package io.wave.api.token.workflow;

import org.jspecify.annotations.NullMarked;
