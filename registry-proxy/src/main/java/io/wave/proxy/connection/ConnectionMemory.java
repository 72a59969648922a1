package io.wave.proxy.connection;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * The memory that connections of clients read calls into and write heads of answers from. It is theirs alone: what
 * streams from registries take comes from Netty's common memory, so answers from memory and {@code /health} go on where
 * that is used up. A chunk that a thread has got it keeps.
 */
final class ConnectionMemory {

    private static final int PAGE = 8 * 1024;
    /** Chunks of 4 MB. */
    private static final int PAGES_BY_POWER_OF_TWO = 9;

    private ConnectionMemory() {}

    static ByteBufAllocator own() {
        return new PooledByteBufAllocator(
                true,
                0,
                Runtime.getRuntime().availableProcessors(),
                PAGE,
                PAGES_BY_POWER_OF_TWO,
                PooledByteBufAllocator.defaultSmallCacheSize(),
                PooledByteBufAllocator.defaultNormalCacheSize(),
                true);
    }
}
