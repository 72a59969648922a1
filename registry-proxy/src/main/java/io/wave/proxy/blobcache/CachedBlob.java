package io.wave.proxy.blobcache;

import io.wave.image.Digest;
import java.nio.file.Path;

/** A blob that the cache has, or is about to have. */
public sealed interface CachedBlob permits CachedBlob.Stored, IncomingBlob {

    Digest digest();

    /** Number of bytes. */
    long length();

    /** The whole blob, verified, in a file that is not removed within the next minute. */
    record Stored(Digest digest, long length, Path file) implements CachedBlob {}
}
