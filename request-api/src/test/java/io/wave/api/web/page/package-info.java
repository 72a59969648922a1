@NullMarked
package io.wave.api.web.page;

import org.jspecify.annotations.NullMarked;
