package io.wave.registry.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.ReadTimeoutException;
import io.wave.registry.error.ReaderStalledException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection if the peer sends nothing, or the response is not read, within a timeout. Netty's read timeout does
 * not distinguish between the peer and the reader.
 */
final class StallTimeoutHandler extends IdleStateHandler {

    private static final int CHECKS = 2;

    private final Reply reply;
    private final int readerChecks;
    private int silentChecks;
    private int unreadChecks;

    /**
     * @param peer longest time in which the peer sends nothing
     * @param reader longest time in which nothing is read
     */
    StallTimeoutHandler(Duration peer, Duration reader, Reply reply) {
        super(peer.toMillis() / CHECKS, 0, 0, TimeUnit.MILLISECONDS);
        this.reply = reply;
        this.readerChecks = (int) Math.max(CHECKS, Math.ceilDiv(CHECKS * reader.toMillis(), peer.toMillis()));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        silentChecks = 0;
        unreadChecks = 0;
        super.channelRead(context, message);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        boolean readerIsSlow = reply.hasReader() && !context.channel().config().isAutoRead();
        silentChecks = readerIsSlow ? 0 : silentChecks + 1;
        unreadChecks = readerIsSlow ? unreadChecks + 1 : 0;
        if (unreadChecks >= readerChecks) {
            close(context, new ReaderStalledException());
        } else if (silentChecks == CHECKS) {
            close(context, ReadTimeoutException.INSTANCE);
        }
    }

    private void close(ChannelHandlerContext context, Exception reason) {
        if (reply.hasReader()) {
            context.fireExceptionCaught(reason);
            var _ = context.close();
        } else {
            reply.close();
        }
    }
}
