package io.wave.proxy.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request body pauses for too long or takes too long in total; responds with 408 if the
 * response to that request is next and has not started. Placed directly after the HTTP codec. A body that arrives
 * together with its headers starts no timer: the timers of reactor-netty stay for their whole duration if a request is
 * answered before its end is read, and keep the request in memory.
 */
final class BodyTimeoutHandler extends ChannelDuplexHandler {

    private final long idleNanos;
    private final long totalNanos;
    private final PendingResponses pending = new PendingResponses();
    private boolean readingBody;
    private boolean responseStarted;
    private long startedAt;
    private long lastAt;
    private @Nullable Future<?> timer;

    /**
     * @param idle maximum time between two parts of a body
     * @param total maximum time for the whole body
     */
    BodyTimeoutHandler(Duration idle, Duration total) {
        this.idleNanos = idle.toNanos();
        this.totalNanos = total.toNanos();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        pending.onRequest(message);
        if (message instanceof HttpRequest) {
            readingBody = true;
            startedAt = now(context);
        }
        if (readingBody) {
            lastAt = now(context);
        }
        if (message instanceof LastHttpContent) {
            readingBody = false;
            stop();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (readingBody && timer == null) {
            start(context);
        }
        context.fireChannelReadComplete();
    }

    private void start(ChannelHandlerContext context) {
        timer = context.executor().schedule(() -> check(context), remaining(context), TimeUnit.NANOSECONDS);
    }

    private long remaining(ChannelHandlerContext context) {
        long now = now(context);
        return Math.min(lastAt + idleNanos - now, startedAt + totalNanos - now);
    }

    private static long now(ChannelHandlerContext context) {
        return context.executor().ticker().nanoTime();
    }

    private void check(ChannelHandlerContext context) {
        timer = null;
        if (!readingBody || !context.channel().isActive()) {
            return;
        }
        if (remaining(context) > 0) {
            start(context);
        } else if (pending.hasOne() && !responseStarted) {
            var _ = context.writeAndFlush(HeaderTimeoutHandler.timedOut()).addListener(ChannelFutureListener.CLOSE);
        } else {
            // Another response comes first, or this one has started.
            var _ = context.close();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (pending.onResponse(message)) {
            responseStarted = false;
        } else if (message instanceof HttpResponse) {
            responseStarted = true;
        }
        var _ = context.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        readingBody = false;
        stop();
        context.fireChannelInactive();
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
