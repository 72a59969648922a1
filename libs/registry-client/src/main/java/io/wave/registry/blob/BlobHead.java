package io.wave.registry.blob;

/**
 * That a blob exists, and how long it is.
 *
 * @param length in bytes; -1 where the registry does not say
 * @param mediaType as the registry says
 */
public record BlobHead(long length, String mediaType) {}
