/** What all workers share: their beans, network access, health and the commands that they reject. */
@NullMarked
package io.wave.worker;

import org.jspecify.annotations.NullMarked;
