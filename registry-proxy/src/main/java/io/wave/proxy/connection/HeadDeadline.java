package io.wave.proxy.connection;

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
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose next request does not get to the end of its headers in time, with 408 where something of it has
 * come. Runs from the opening of the connection, and from the first byte of each further request. Stands right behind the
 * HTTP codec.
 */
final class HeadDeadline extends ChannelDuplexHandler {

    private final Duration limit;
    private final OwedAnswers owed = new OwedAnswers();
    private boolean inBody;
    private boolean begun;
    private @Nullable Future<?> timer;

    HeadDeadline(Duration limit) {
        this.limit = limit;
    }

    /** Tells of bytes before the codec keeps them to itself. */
    ChannelHandler firstBytes() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                bytesCame(context);
                context.fireChannelRead(message);
            }
        };
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        start(context);
    }

    private void bytesCame(ChannelHandlerContext context) {
        if (!inBody) {
            begun = true;
            start(context);
        }
    }

    private void start(ChannelHandlerContext context) {
        if (timer == null) {
            timer = context.executor()
                    .schedule(
                            () -> passed(context.channel().pipeline().context(this)),
                            limit.toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            stop();
        }
        if (message instanceof HttpRequest || inBody) {
            inBody = !(message instanceof LastHttpContent);
        }
        owed.asked(message);
        context.fireChannelRead(message);
    }

    private void passed(@Nullable ChannelHandlerContext context) {
        timer = null;
        if (context == null || !context.channel().isActive()) {
            return;
        }
        if (begun && owed.none()) {
            var _ = context.writeAndFlush(timedOut()).addListener(ChannelFutureListener.CLOSE);
        } else if (owed.none()) {
            var _ = context.close();
        } else {
            // Its answer is on the way; what follows is looked at again.
            start(context);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        owed.answered(message);
        var _ = context.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    private void stop() {
        begun = false;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /** 408, after which the connection is closed. */
    static FullHttpResponse timedOut() {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.REQUEST_TIMEOUT);
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, 0)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }
}
