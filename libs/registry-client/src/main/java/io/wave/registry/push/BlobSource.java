package io.wave.registry.push;

import io.wave.image.Digest;

/**
 * A blob in a repository that is to be copied to another.
 *
 * @param registry name in image references
 * @param repository name within the registry
 * @param digest digest of the blob
 * @param size length in bytes according to the manifest
 */
public record BlobSource(String registry, String repository, Digest digest, long size) {}
