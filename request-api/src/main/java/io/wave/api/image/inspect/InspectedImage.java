package io.wave.api.image.inspect;

import io.wave.image.Digest;

/**
 * An image for one platform.
 *
 * @param registry registry in the image name
 * @param hostName URL of the registry
 * @param imageName repository in the registry
 * @param reference tag or digest
 * @param digest digest of the manifest
 * @param config image configuration
 * @param manifest image manifest
 * @param v1 whether the manifest is Docker schema 1
 * @param v2 whether the manifest is Docker schema 2 or OCI
 * @param oci whether the manifest is OCI
 */
public record InspectedImage(
        String registry,
        String hostName,
        String imageName,
        String reference,
        Digest digest,
        InspectedConfig config,
        InspectedManifest manifest,
        boolean v1,
        boolean v2,
        boolean oci) {}
