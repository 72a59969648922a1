package io.wave.proxy.v2;

import io.wave.image.Tag;
import io.wave.token.RequestRecord;
import java.net.URI;

/**
 * A call for a manifest whose image is being built.
 *
 * @param uri path and query as they were sent, hop counter included
 * @param path the same without the query: what the answer is kept under
 * @param get false for a HEAD
 */
record WaitingPull(RequestRecord request, Tag tag, URI uri, String path, String userAgent, boolean get) {}
