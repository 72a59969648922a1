/** The registry API as clients speak it: calls parsed at the door, routed to manifests and blobs. */
@NullMarked
package io.wave.proxy.v2;

import org.jspecify.annotations.NullMarked;
