/** Command-line tools: the command to run, its environment and what of its output goes to the log. */
@NullMarked
package io.wave.job.engine.tool;

import org.jspecify.annotations.NullMarked;
