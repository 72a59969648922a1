package io.wave.registry.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.ReadTimeoutException;
import io.wave.registry.error.ReaderStalledException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection whose peer is silent for too long, whose answer nobody begins to read, or whose reader takes nothing
 * for too long. Netty's own read timeout knows no difference between the peer and the reader.
 */
final class StallGuard extends IdleStateHandler {

    private static final int LOOKS = 2;

    private final Reply reply;
    private final int readerLooks;
    private int silentLooks;
    private int unreadLooks;

    /**
     * @param peer longest silence of the peer
     * @param reader longest time in which the reader takes nothing
     */
    StallGuard(Duration peer, Duration reader, Reply reply) {
        super(peer.toMillis() / LOOKS, 0, 0, TimeUnit.MILLISECONDS);
        this.reply = reply;
        this.readerLooks = (int) Math.max(LOOKS, Math.ceilDiv(LOOKS * reader.toMillis(), peer.toMillis()));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        silentLooks = 0;
        unreadLooks = 0;
        super.channelRead(context, message);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        boolean readerIsSlow = reply.hasReader() && !context.channel().config().isAutoRead();
        silentLooks = readerIsSlow ? 0 : silentLooks + 1;
        unreadLooks = readerIsSlow ? unreadLooks + 1 : 0;
        if (unreadLooks >= readerLooks) {
            giveUp(context, new ReaderStalledException());
        } else if (silentLooks == LOOKS) {
            giveUp(context, ReadTimeoutException.INSTANCE);
        }
    }

    private void giveUp(ChannelHandlerContext context, Exception reason) {
        if (reply.hasReader()) {
            context.fireExceptionCaught(reason);
            var _ = context.close();
        } else {
            reply.close();
        }
    }
}
