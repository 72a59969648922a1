package io.wave.registry.manifest;

import io.wave.image.Digest;

/**
 * What a tag or digest stands for at this moment.
 *
 * @param digest the manifest's digest
 * @param mediaType its media type, without parameters
 * @param length its length in bytes; -1 where the registry does not say
 */
public record ResolvedManifest(Digest digest, String mediaType, long length) {}
