/** The folders of attempts on the disk of the worker, and the processes that run in them. */
@NullMarked
package io.wave.job.engine.folder;

import org.jspecify.annotations.NullMarked;
