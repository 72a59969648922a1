/** What tests of runners share. */
@NullMarked
package io.wave.job.engine.test;

import org.jspecify.annotations.NullMarked;
