@NullMarked
package io.wave.chart;

import org.jspecify.annotations.NullMarked;
