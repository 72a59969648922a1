package io.wave.api.image.inspect;

import io.wave.image.Digest;

/**
 * An image of one platform.
 *
 * @param registry name of the registry in image names
 * @param hostName address of the registry, even where another server stands in for it
 * @param imageName repository within the registry
 * @param reference tag or digest that was asked for
 * @param digest digest of the image's manifest
 * @param config its configuration
 * @param manifest its manifest
 * @param v1 whether the manifest is of Docker's first schema
 * @param v2 whether it is of the second one, which OCI images are too
 * @param oci whether it is of the OCI
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
