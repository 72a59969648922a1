@NullMarked
package io.wave.api.home;

import org.jspecify.annotations.NullMarked;
