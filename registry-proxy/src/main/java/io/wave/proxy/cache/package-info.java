/** Caches derived manifests in memory and in Redis, and deduplicates equal work across requests and replicas. */
@NullMarked
package io.wave.proxy.cache;

import org.jspecify.annotations.NullMarked;
