package io.wave.registry.manifest;

import io.wave.image.Digest;

/**
 * The manifest that a tag or digest currently refers to.
 *
 * @param digest the manifest's digest
 * @param mediaType its media type, without parameters
 * @param length its length in bytes; -1 if the registry does not report it
 */
public record ResolvedManifest(Digest digest, String mediaType, long length) {}
