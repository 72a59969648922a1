/** Registries as the tools of jobs use them: configuration files and calls that a job waits for. */
@NullMarked
package io.wave.worker.registry;

import org.jspecify.annotations.NullMarked;
