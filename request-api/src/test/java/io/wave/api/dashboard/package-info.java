@NullMarked
package io.wave.api.dashboard;

import org.jspecify.annotations.NullMarked;
