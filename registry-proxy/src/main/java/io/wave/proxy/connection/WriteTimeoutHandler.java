package io.wave.proxy.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client reads nothing of a pending response. It checks for progress, not for total time: a
 * slow client may take as long as it needs. Checks several times per timeout, and only while something is being
 * written.
 */
final class WriteTimeoutHandler extends ChannelDuplexHandler {

    private static final int CHECKS = 4;

    private final long intervalNanos;
    private long writes;
    private int checksWithoutProgress;
    private Progress last = Progress.NONE;
    private @Nullable Future<?> next;

    WriteTimeoutHandler(Duration limit) {
        this.intervalNanos = limit.toNanos() / CHECKS;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        writes++;
        if (next == null) {
            scheduleCheck(context);
        }
        var _ = context.write(message, promise);
    }

    private void scheduleCheck(ChannelHandlerContext context) {
        next = context.executor().schedule(() -> check(context), intervalNanos, TimeUnit.NANOSECONDS);
    }

    private void check(ChannelHandlerContext context) {
        next = null;
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        if (waiting == null || waiting.isEmpty()) {
            checksWithoutProgress = 0;
            last = Progress.NONE;
            return;
        }
        Progress now = Progress.of(waiting, writes);
        checksWithoutProgress = now.equals(last) ? checksWithoutProgress + 1 : 0;
        last = now;
        if (checksWithoutProgress < CHECKS) {
            scheduleCheck(context);
        } else {
            var _ = context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
        context.fireChannelInactive();
    }

    /**
     * How much has been sent. A stalled connection gets no endless writes: their source waits for the channel to become
     * writable.
     */
    private record Progress(long writes, long pendingBytes, int pendingWrites, long sentOfCurrentWrite) {

        private static final Progress NONE = new Progress(-1, 0, 0, 0);

        static Progress of(ChannelOutboundBuffer waiting, long writes) {
            return new Progress(writes, waiting.totalPendingWriteBytes(), waiting.size(), waiting.currentProgress());
        }
    }
}
