package io.wave.proxy.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;

/**
 * Reads on only while the client takes its answers: what waits to be sent stays bounded, however many calls a client
 * sends without reading.
 */
final class ReadGate extends ChannelDuplexHandler {

    /** A read that was asked for while there was no room for its answers. */
    private boolean pending;

    @Override
    public void read(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            context.read();
        } else {
            pending = true;
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (pending && context.channel().isWritable()) {
            pending = false;
            context.read();
        }
        context.fireChannelWritabilityChanged();
    }
}
