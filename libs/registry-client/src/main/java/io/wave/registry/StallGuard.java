package io.wave.registry;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.ReadTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection whose peer is silent for too long, or whose answer nobody begins to read. Netty's own read timeout
 * would also end one that is not read because our reader is slow; that time does not count here.
 */
final class StallGuard extends IdleStateHandler {

    private static final int LOOKS = 2;

    private final Reply reply;
    private int silentLooks;

    StallGuard(Duration limit, Reply reply) {
        super(limit.toMillis() / LOOKS, 0, 0, TimeUnit.MILLISECONDS);
        this.reply = reply;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        silentLooks = 0;
        super.channelRead(context, message);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        boolean readerIsSlow = reply.hasReader() && !context.channel().config().isAutoRead();
        silentLooks = readerIsSlow ? 0 : silentLooks + 1;
        if (silentLooks == LOOKS) {
            giveUp(context);
        }
    }

    private void giveUp(ChannelHandlerContext context) {
        if (reply.hasReader()) {
            context.fireExceptionCaught(ReadTimeoutException.INSTANCE);
            var _ = context.close();
        } else {
            reply.close();
        }
    }
}
