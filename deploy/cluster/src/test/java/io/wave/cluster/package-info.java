@NullMarked
package io.wave.cluster;

import org.jspecify.annotations.NullMarked;
