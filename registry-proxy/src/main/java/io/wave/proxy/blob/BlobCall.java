package io.wave.proxy.blob;

import io.wave.image.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a blob.
 *
 * @param digest which one
 * @param head whether it wants the headers only, or has the content already
 * @param range the {@code Range} header, where it counts
 */
public record BlobCall(
        Digest digest, boolean head, @Nullable String range) {}
