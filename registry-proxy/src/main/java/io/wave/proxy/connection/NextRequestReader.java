package io.wave.proxy.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Asks for a connection's next bytes whenever all of its requests are answered. The server does so itself, but forgets it
 * where a request came just before the one ahead of it was put away, and is answered at once: such a connection then
 * hangs for ever (reactor-netty issue 4361, to be removed with a release that has its fix).
 */
final class NextRequestReader extends ChannelDuplexHandler {

    private int owed;
    private boolean interim;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            owed++;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (message instanceof LastHttpContent && !interim) {
            owed--;
            // After the server has put the answered request away.
            context.executor().execute(() -> readOn(context));
        }
        var _ = context.write(message, promise);
    }

    private void readOn(ChannelHandlerContext context) {
        if (owed <= 0 && !context.isRemoved()) {
            context.read();
        }
    }
}
