@NullMarked
package io.wave.api.page;

import org.jspecify.annotations.NullMarked;
