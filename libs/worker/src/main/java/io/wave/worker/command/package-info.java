/** Commands of request-api. */
@NullMarked
package io.wave.worker.command;

import org.jspecify.annotations.NullMarked;
