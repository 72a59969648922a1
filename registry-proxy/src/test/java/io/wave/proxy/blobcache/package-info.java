/** Tests of the cache of blobs. */
@NullMarked
package io.wave.proxy.blobcache;

import org.jspecify.annotations.NullMarked;
