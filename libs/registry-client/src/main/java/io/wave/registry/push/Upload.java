package io.wave.registry.push;

import java.net.URI;

/** What came of the wish to put a blob into a repository. */
public sealed interface Upload {

    /** It is there already: the registry took it from another repository. */
    record Done() implements Upload {}

    /** Its bytes are awaited at this address. */
    record Begun(URI location) implements Upload {}
}
