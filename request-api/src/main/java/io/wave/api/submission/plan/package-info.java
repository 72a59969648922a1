/** The image that a request resolves to: its id, its name, and what to build. */
@NullMarked
package io.wave.api.submission.plan;

import org.jspecify.annotations.NullMarked;
