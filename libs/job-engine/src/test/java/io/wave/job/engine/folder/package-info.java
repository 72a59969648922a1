@NullMarked
package io.wave.job.engine.folder;

import org.jspecify.annotations.NullMarked;
