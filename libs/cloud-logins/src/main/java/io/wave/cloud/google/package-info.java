/** Logins at registries of Google Cloud. */
@NullMarked
package io.wave.cloud.google;

import org.jspecify.annotations.NullMarked;
