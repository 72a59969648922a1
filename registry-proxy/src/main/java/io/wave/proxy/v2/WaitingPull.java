package io.wave.proxy.v2;

import io.wave.image.Tag;
import io.wave.token.RequestRecord;
import java.net.URI;

/**
 * A call for a manifest whose image is being built.
 *
 * @param uri path and query as they were sent, hop counter included
 * @param get false for a HEAD
 */
record WaitingPull(RequestRecord request, Tag tag, URI uri, String userAgent, boolean get) {

    /** What the answer is kept under. */
    String path() {
        return uri.getRawPath();
    }
}
