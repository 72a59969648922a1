package io.wave.proxy.http;

import io.wave.image.Digest;
import io.wave.image.Reference;

/** A call of the OCI distribution specification that reads. */
public sealed interface RegistryCall {

    /** {@code /v2/}: is this a registry? */
    record Base() implements RegistryCall {}

    /** A call for something in a repository. */
    sealed interface Within extends RegistryCall {
        Repository repository();
    }

    /** {@code /v2/<name>/manifests/<reference>}. */
    record Manifest(Repository repository, Reference reference) implements Within {}

    /** {@code /v2/<name>/blobs/<digest>}. */
    record Blob(Repository repository, Digest digest) implements Within {}

    /** {@code /v2/<name>/tags/list}. */
    record Tags(Repository repository) implements Within {}

    /** {@code /v2/<name>/referrers/<digest>}. */
    record Referrers(Repository repository, Digest digest) implements Within {}

    /**
     * Reads a path by the grammar of the specification.
     *
     * @param path the decoded path
     * @throws io.wave.proxy.response.OciException for a name, tag or digest outside the grammar, or another path
     */
    static RegistryCall parse(String path) {
        return CallGrammar.parse(path);
    }
}
