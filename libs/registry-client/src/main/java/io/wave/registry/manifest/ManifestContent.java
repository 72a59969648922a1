package io.wave.registry.manifest;

import io.wave.image.Digest;

/**
 * A manifest as the registry holds it, byte by byte.
 *
 * @param bytes the content; not to be changed
 * @param mediaType its media type, without parameters
 * @param digest SHA-256 of the content
 */
@SuppressWarnings("ArrayRecordComponent")
public record ManifestContent(byte[] bytes, String mediaType, Digest digest) {}
