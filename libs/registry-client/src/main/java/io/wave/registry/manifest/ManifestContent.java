package io.wave.registry.manifest;

import io.wave.image.Digest;

/**
 * A manifest, byte for byte as in the registry.
 *
 * @param bytes the content; must not be modified
 * @param mediaType its media type, without parameters
 * @param digest SHA-256 of the content
 */
@SuppressWarnings("ArrayRecordComponent")
public record ManifestContent(byte[] bytes, String mediaType, Digest digest) {}
