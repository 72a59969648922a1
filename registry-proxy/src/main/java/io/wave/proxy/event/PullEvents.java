package io.wave.proxy.event;

import io.wave.image.Digest;
import io.wave.token.RequestRecord;

/** Counts the manifests that are served and publishes the counts. Never delays a pull. */
public interface PullEvents {

    /** Counts one manifest that was served by GET. */
    void served(RequestRecord request, Digest digest);
}
