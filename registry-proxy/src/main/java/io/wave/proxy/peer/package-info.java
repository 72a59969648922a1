/** Replicas that read cached blobs from each other. */
@NullMarked
package io.wave.proxy.peer;

import org.jspecify.annotations.NullMarked;
