package io.wave.registry.push;

import io.wave.image.Digest;

/**
 * A blob in a repository, to be put into another.
 *
 * @param registry name in image references
 * @param repository name within the registry
 * @param digest which blob
 * @param size its length in bytes, as a manifest says
 */
public record BlobSource(String registry, String repository, Digest digest, long size) {}
