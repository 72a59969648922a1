package io.wave.registry.push;

import java.net.URI;

/** The result of starting an upload or a mount. */
public sealed interface Upload {

    /** The registry mounted the blob from another repository. */
    record Mounted() implements Upload {}

    /** The content is to be sent to this URI. */
    record Started(URI location) implements Upload {}
}
