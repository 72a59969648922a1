@NullMarked
package io.wave.api.job;

import org.jspecify.annotations.NullMarked;
