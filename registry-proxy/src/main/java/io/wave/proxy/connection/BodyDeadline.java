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
 * Ends a connection whose request body is silent for too long or takes too long as a whole, with 408 where its answer is
 * the next and has not begun. Stands right behind the HTTP codec. A body that comes with its headers starts no timer: the timers of
 * reactor-netty stay for their whole time where a request is answered before its end is read, and hold the request.
 */
final class BodyDeadline extends ChannelDuplexHandler {

    private final long silenceNanos;
    private final long totalNanos;
    private final OwedAnswers owed = new OwedAnswers();
    private boolean inBody;
    private boolean inAnswer;
    private long beganAt;
    private long lastAt;
    private @Nullable Future<?> timer;

    /**
     * @param silence longest time between two parts of a body
     * @param total longest time for all of it
     */
    BodyDeadline(Duration silence, Duration total) {
        this.silenceNanos = silence.toNanos();
        this.totalNanos = total.toNanos();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        owed.asked(message);
        if (message instanceof HttpRequest) {
            inBody = true;
            beganAt = now(context);
        }
        if (inBody) {
            lastAt = now(context);
        }
        if (message instanceof LastHttpContent) {
            inBody = false;
            stop();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (inBody && timer == null) {
            start(context);
        }
        context.fireChannelReadComplete();
    }

    private void start(ChannelHandlerContext context) {
        timer = context.executor().schedule(() -> look(context), left(context), TimeUnit.NANOSECONDS);
    }

    private long left(ChannelHandlerContext context) {
        long now = now(context);
        return Math.min(lastAt + silenceNanos - now, beganAt + totalNanos - now);
    }

    private static long now(ChannelHandlerContext context) {
        return context.executor().ticker().nanoTime();
    }

    private void look(ChannelHandlerContext context) {
        timer = null;
        if (!inBody || !context.channel().isActive()) {
            return;
        }
        if (left(context) > 0) {
            start(context);
        } else if (owed.one() && !inAnswer) {
            var _ = context.writeAndFlush(HeadDeadline.timedOut()).addListener(ChannelFutureListener.CLOSE);
        } else {
            // Another answer comes first, or this one is on its way.
            var _ = context.close();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (owed.answered(message)) {
            inAnswer = false;
        } else if (message instanceof HttpResponse) {
            inAnswer = true;
        }
        var _ = context.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        inBody = false;
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
