/** Blobs of registries on the disk of this replica, verified before they are kept. */
@NullMarked
package io.wave.proxy.blobcache;

import org.jspecify.annotations.NullMarked;
