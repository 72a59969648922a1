/** Logins at Azure Container Registry. */
@NullMarked
package io.wave.cloud.azure;

import org.jspecify.annotations.NullMarked;
