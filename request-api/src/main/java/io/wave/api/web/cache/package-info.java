/** Headers of requests and responses about results that are not checked anew. */
@NullMarked
package io.wave.api.web.cache;

import org.jspecify.annotations.NullMarked;
