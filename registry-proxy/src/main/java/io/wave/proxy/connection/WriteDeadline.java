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
 * Ends a connection whose client takes nothing of what waits to be sent. Counts progress, not time: a slow reader may take
 * as long as it likes. Looks several times within the limit, and only while something was written.
 */
final class WriteDeadline extends ChannelDuplexHandler {

    private static final int LOOKS = 4;

    private final long pauseNanos;
    private long writes;
    private int looksWithoutProgress;
    private Progress last = Progress.NONE;
    private @Nullable Future<?> next;

    WriteDeadline(Duration limit) {
        this.pauseNanos = limit.toNanos() / LOOKS;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        writes++;
        if (next == null) {
            lookLater(context);
        }
        var _ = context.write(message, promise);
    }

    private void lookLater(ChannelHandlerContext context) {
        next = context.executor().schedule(() -> look(context), pauseNanos, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext context) {
        next = null;
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        if (waiting == null || waiting.isEmpty()) {
            looksWithoutProgress = 0;
            last = Progress.NONE;
            return;
        }
        Progress now = Progress.of(waiting, writes);
        looksWithoutProgress = now.equals(last) ? looksWithoutProgress + 1 : 0;
        last = now;
        if (looksWithoutProgress < LOOKS) {
            lookLater(context);
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

    /** How far the sending is. A stuck connection gets no writes without end: its source waits for room. */
    private record Progress(long writes, long pendingBytes, int pendingWrites, long sentOfCurrent) {

        private static final Progress NONE = new Progress(-1, 0, 0, 0);

        static Progress of(ChannelOutboundBuffer waiting, long writes) {
            return new Progress(writes, waiting.totalPendingWriteBytes(), waiting.size(), waiting.currentProgress());
        }
    }
}
