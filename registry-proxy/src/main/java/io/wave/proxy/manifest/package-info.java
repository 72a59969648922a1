/** Manifests under a token: where they come from, what becomes of them, and how the known ones are answered fast. */
@NullMarked
package io.wave.proxy.manifest;

import org.jspecify.annotations.NullMarked;
