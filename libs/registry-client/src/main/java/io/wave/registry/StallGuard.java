package io.wave.registry;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.ReadTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection whose peer is silent for too long. Netty's own read timeout would also end one that is merely not
 * read because our reader is slow; this one counts only while reading is on.
 */
final class StallGuard extends IdleStateHandler {

    private static final int LOOKS = 2;

    private int silentLooks;

    StallGuard(Duration limit) {
        super(limit.toMillis() / LOOKS, 0, 0, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        silentLooks = 0;
        super.channelRead(context, message);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        silentLooks = context.channel().config().isAutoRead() ? silentLooks + 1 : 0;
        if (silentLooks == LOOKS) {
            context.fireExceptionCaught(ReadTimeoutException.INSTANCE);
            var _ = context.close();
        }
    }
}
