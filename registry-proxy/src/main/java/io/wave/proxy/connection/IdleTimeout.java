package io.wave.proxy.connection;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import reactor.netty.NettyPipeline;

/**
 * Suspends the server's idle timeout while a handler ahead of the server holds a request: a connection with a waiting
 * client is not idle. The server does the same for the requests that it receives itself.
 */
public final class IdleTimeout {

    private long millis;

    /** A request is being held: the connection is not idle. May be repeated while it is held. */
    public void pause(ChannelPipeline pipeline) {
        ChannelHandler handler = pipeline.get(NettyPipeline.IdleTimeoutHandler);
        if (handler instanceof IdleStateHandler idle) {
            millis = Math.max(idle.getReaderIdleTimeInMillis(), idle.getAllIdleTimeInMillis());
            pipeline.remove(handler);
        }
    }

    /** The held request was answered without the server: the connection may become idle again. */
    public void resume(ChannelPipeline pipeline) {
        if (millis > 0 && pipeline.get(NettyPipeline.IdleTimeoutHandler) == null) {
            pipeline.addAfter(NettyPipeline.HttpCodec, NettyPipeline.IdleTimeoutHandler, new CloseWhenIdle(millis));
        }
    }

    private static final class CloseWhenIdle extends IdleStateHandler {

        CloseWhenIdle(long millis) {
            super(millis, 0, 0, TimeUnit.MILLISECONDS);
        }

        @Override
        protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
            var _ = context.close();
        }
    }
}
