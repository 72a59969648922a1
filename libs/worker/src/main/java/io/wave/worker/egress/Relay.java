package io.wave.worker.egress;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;

/** One direction of a connection: data is written to the other side before more is read. */
class Relay extends ClosingHandler {

    private final Channel other;
    private int unwritten;

    /** @param other the other side, on the same event loop */
    Relay(Channel other) {
        this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        unwritten++;
        ChannelFuture _ = write(message).addListener((ChannelFuture written) -> {
            unwritten--;
            if (!written.isSuccess()) {
                ChannelFuture _ = context.close();
            } else {
                readMore(context);
            }
        });
    }

    final ChannelFuture write(Object message) {
        return other.writeAndFlush(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        readMore(context);
    }

    private void readMore(ChannelHandlerContext context) {
        if (unwritten == 0) {
            context.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closeOther();
    }

    /** Closes the other side after pending writes. */
    final void closeOther() {
        ChannelFuture _ = other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
