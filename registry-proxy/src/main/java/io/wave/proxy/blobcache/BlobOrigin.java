package io.wave.proxy.blobcache;

import io.wave.registry.blob.BlobResponse;
import reactor.core.publisher.Mono;

/** Where the content of a download comes from. */
public interface BlobOrigin {

    /**
     * The content, not verified; empty if the registry does not have the blob.
     *
     * @param offset number of bytes to leave out, of which the download has received as many
     */
    Mono<BlobResponse.Body> open(long offset);

    /** Called when the download has ended, or was not started after all. */
    void ended(boolean stored);
}
