package io.wave.proxy.blobcache;

/** A file of the cache cannot be written or read. */
final class CacheDiskException extends RuntimeException {

    CacheDiskException(Throwable cause) {
        super(cause);
    }
}
