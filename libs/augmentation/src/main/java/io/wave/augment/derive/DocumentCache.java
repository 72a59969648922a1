package io.wave.augment.derive;

import io.wave.augment.manifest.Content;
import io.wave.image.ImageReference;
import reactor.core.publisher.Mono;

/** Documents of source images that were read before, for callers that read them with the same credentials. */
public interface DocumentCache {

    /** Keeps nothing. */
    DocumentCache NONE = (_, _, _, read) -> read;

    /**
     * The document, from the cache or read now. An empty result or an error is not kept.
     *
     * @param kind how the registry serves the document
     * @param image repository and digest of the document
     * @param tenant tenant whose credentials are used
     * @param read reads the document, verified, from its registry
     */
    Mono<Content> get(Kind kind, ImageReference image, String tenant, Mono<Content> read);

    /** How a registry serves a document: a blob is no manifest, even if its digest is known. */
    enum Kind {
        MANIFEST,
        CONFIG
    }
}
