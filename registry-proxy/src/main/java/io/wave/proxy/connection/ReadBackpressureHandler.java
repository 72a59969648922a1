package io.wave.proxy.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;

/**
 * Stops reading from a client that does not read its responses, so that the memory for queued responses stays bounded,
 * however many requests a client pipelines.
 */
final class ReadBackpressureHandler extends ChannelDuplexHandler {

    /** A read was requested while the channel was not writable. */
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
