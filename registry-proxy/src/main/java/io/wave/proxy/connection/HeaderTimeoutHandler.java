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
 * Closes a connection whose next request does not complete its headers in time, with 408 if a part of it has arrived.
 * The time starts with the opening of the connection, and with the first byte of each further request. Placed directly
 * after the HTTP codec.
 */
final class HeaderTimeoutHandler extends ChannelDuplexHandler {

    private final Duration limit;
    private final PendingResponses pending = new PendingResponses();
    private boolean readingBody;
    private boolean started;
    private @Nullable Future<?> timer;

    HeaderTimeoutHandler(Duration limit) {
        this.limit = limit;
    }

    /** The part of this handler that is placed before the codec: notes bytes before the codec buffers them. */
    ChannelHandler beforeCodec() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                onBytes(context);
                context.fireChannelRead(message);
            }
        };
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        start(context);
    }

    private void onBytes(ChannelHandlerContext context) {
        if (!readingBody) {
            started = true;
            start(context);
        }
    }

    private void start(ChannelHandlerContext context) {
        if (timer == null) {
            timer = context.executor()
                    .schedule(
                            () -> onTimeout(context.channel().pipeline().context(this)),
                            limit.toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            stop();
        }
        if (message instanceof HttpRequest || readingBody) {
            readingBody = !(message instanceof LastHttpContent);
        }
        pending.onRequest(message);
        context.fireChannelRead(message);
    }

    private void onTimeout(@Nullable ChannelHandlerContext context) {
        timer = null;
        if (context == null || !context.channel().isActive()) {
            return;
        }
        if (started && pending.allAnswered()) {
            var _ = context.writeAndFlush(timedOut()).addListener(ChannelFutureListener.CLOSE);
        } else if (pending.allAnswered()) {
            var _ = context.close();
        } else {
            // A response is pending: the time of the next request starts again.
            start(context);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        pending.onResponse(message);
        var _ = context.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    private void stop() {
        started = false;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /** A 408 response, after which the connection is closed. */
    static FullHttpResponse timedOut() {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.REQUEST_TIMEOUT);
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, 0)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }
}
