package io.wave.proxy.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * Asks for a connection's next bytes whenever all of its requests are answered. The server does so itself, but forgets it
 * where a request came just before the one ahead of it was put away, and is answered at once: such a connection then
 * hangs for ever (reactor-netty issue 4361, to be removed with a release that has its fix).
 */
final class NextRequestReader extends ChannelDuplexHandler {

    private final OwedAnswers owed = new OwedAnswers();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        owed.asked(message);
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (owed.answered(message)) {
            // After the server has put the answered request away.
            context.executor().execute(() -> readOn(context));
        }
        var _ = context.write(message, promise);
    }

    private void readOn(ChannelHandlerContext context) {
        if (owed.none() && !context.isRemoved()) {
            context.read();
        }
    }
}
