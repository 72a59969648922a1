/** The endpoints for manifests, tags and referrers. */
@NullMarked
package io.wave.registry.manifest;

import org.jspecify.annotations.NullMarked;
