@NullMarked
package io.wave.worker.egress;

import org.jspecify.annotations.NullMarked;
