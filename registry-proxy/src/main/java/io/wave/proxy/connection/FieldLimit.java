package io.wave.proxy.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Ends a connection with 431 whose request has more header fields than clients send, while they arrive. The codec bounds
 * the bytes of a head, but many short fields take thirty times as much memory as they have bytes, and it keeps them until
 * the head ends. Stands behind the codec, and ahead of it with {@link #ahead}: what arrives goes on in pieces of some
 * lines, and what the codec makes of each piece tells whether it was part of a head.
 */
final class FieldLimit extends ChannelDuplexHandler {

    /** More may be in a head only as far as they came together with the end of what was ahead of it. */
    static final int MOST_LINES = 128;

    private static final int LINES_OF_PIECE = 64;
    private static final byte LINE_FEED = '\n';

    private final OwedAnswers owed = new OwedAnswers();
    private boolean inBody;
    /** Whether the piece that was passed on last belonged to a body, or ended a head. */
    private boolean madeSomething;

    private int linesOfHead;
    private boolean refused;

    /** What stands ahead of the codec. */
    ChannelHandler ahead() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (refused) {
                    ReferenceCountUtil.release(message);
                } else if (message instanceof ByteBuf bytes) {
                    passOn(context, bytes);
                } else {
                    context.fireChannelRead(message);
                }
            }
        };
    }

    private void passOn(ChannelHandlerContext context, ByteBuf bytes) {
        try {
            while (bytes.isReadable() && !refused) {
                pass(context, bytes);
            }
        } finally {
            bytes.release();
        }
    }

    private void pass(ChannelHandlerContext context, ByteBuf bytes) {
        int end = bytes.readerIndex();
        int lines = 0;
        while (lines < LINES_OF_PIECE && end < bytes.writerIndex()) {
            int found = bytes.indexOf(end, bytes.writerIndex(), LINE_FEED);
            end = found < 0 ? bytes.writerIndex() : found + 1;
            lines += found < 0 ? 0 : 1;
        }
        madeSomething = inBody;
        context.fireChannelRead(bytes.readRetainedSlice(end - bytes.readerIndex()));
        linesOfHead = madeSomething ? 0 : linesOfHead + lines;
        if (linesOfHead > MOST_LINES) {
            refuse(context);
        }
    }

    private void refuse(ChannelHandlerContext context) {
        refused = true;
        ChannelHandlerContext behind = context.pipeline().context(this);
        if (behind != null && owed.none()) {
            var _ = behind.writeAndFlush(tooMany()).addListener(ChannelFutureListener.CLOSE);
        } else {
            var _ = context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        madeSomething = true;
        if (message instanceof HttpRequest || inBody) {
            inBody = !(message instanceof LastHttpContent);
        }
        owed.asked(message);
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        owed.answered(message);
        var _ = context.write(message, promise);
    }

    private static FullHttpResponse tooMany() {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE);
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, 0)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }
}
