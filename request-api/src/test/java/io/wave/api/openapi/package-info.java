@NullMarked
package io.wave.api.openapi;

import org.jspecify.annotations.NullMarked;
