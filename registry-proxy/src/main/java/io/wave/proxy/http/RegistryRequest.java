package io.wave.proxy.http;

import io.wave.image.Digest;
import io.wave.image.Reference;

/** A read request of the OCI distribution specification. */
public sealed interface RegistryRequest {

    /** {@code /v2/}: the version check. */
    record Base() implements RegistryRequest {}

    /** A request for something in a repository. */
    sealed interface InRepository extends RegistryRequest {
        Repository repository();
    }

    /** {@code /v2/<name>/manifests/<reference>}. */
    record Manifest(Repository repository, Reference reference) implements InRepository {}

    /** {@code /v2/<name>/blobs/<digest>}. */
    record Blob(Repository repository, Digest digest) implements InRepository {}

    /** {@code /v2/<name>/tags/list}. */
    record Tags(Repository repository) implements InRepository {}

    /** {@code /v2/<name>/referrers/<digest>}. */
    record Referrers(Repository repository, Digest digest) implements InRepository {}
}
