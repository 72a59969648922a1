package io.wave.proxy.connection;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * A buffer allocator for client connections only: requests are read into its memory, and the heads of responses are
 * written from it. Blob streams use Netty's shared allocator, so that cached responses and {@code /health} still work
 * when that memory is exhausted. A thread keeps the chunk that it has got.
 */
final class ConnectionAllocator {

    private static final int PAGE_SIZE = 8 * 1024;
    /** Chunk size of 4 MB. */
    private static final int CHUNK_ORDER = 9;

    private ConnectionAllocator() {}

    static ByteBufAllocator create() {
        return new PooledByteBufAllocator(
                true,
                0,
                Runtime.getRuntime().availableProcessors(),
                PAGE_SIZE,
                CHUNK_ORDER,
                PooledByteBufAllocator.defaultSmallCacheSize(),
                PooledByteBufAllocator.defaultNormalCacheSize(),
                true);
    }
}
