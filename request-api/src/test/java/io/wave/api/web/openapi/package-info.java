@NullMarked
package io.wave.api.web.openapi;

import org.jspecify.annotations.NullMarked;
