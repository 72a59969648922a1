package io.wave.proxy.v2;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.wave.proxy.connection.IdleTimeout;
import io.wave.proxy.connection.OwedAnswers;
import io.wave.proxy.hold.Held;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Lets {@link WaitingPulls} wait right behind the HTTP codec, ahead of the server, where a wait costs little: its entry
 * and its timer, and at its end one write. While a pull waits, what else comes on its connection is kept behind it.
 */
final class WaitingPullHandler extends ChannelDuplexHandler {

    /** A client that sends more while it waits is not read on before it has its answer. */
    private static final int MOST_KEPT = 16;

    private final WaitingPulls pulls;
    private final OwedAnswers owed = new OwedAnswers();
    private final IdleTimeout idleTimeout = new IdleTimeout();
    /** The request that waits, and all that came after it; empty while none waits. */
    private final Queue<Object> kept = new ArrayDeque<>();

    private @Nullable WaitingPull waiting;
    private @Nullable Disposable hold;

    WaitingPullHandler(WaitingPulls pulls) {
        this.pulls = pulls;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (waiting != null) {
            kept.add(message);
            return;
        }
        WaitingPull pull = message instanceof HttpRequest request && owed.none() ? pulls.of(request) : null;
        if (pull == null) {
            passOn(context, message);
        } else {
            kept.add(message);
            begin(context, pull);
        }
    }

    private void begin(ChannelHandlerContext context, WaitingPull pull) {
        waiting = pull;
        idleTimeout.pause(context.pipeline());
        hold = pulls.hold(pull, held -> context.executor().execute(() -> end(context, held)));
    }

    private void end(ChannelHandlerContext context, Held held) {
        WaitingPull pull = waiting;
        if (pull == null) {
            // The client has gone.
            return;
        }
        FullHttpResponse answer = pulls.answer(pull, held);
        if (answer == null) {
            WaitOutcome.set(context.channel(), held);
            passOn(context, kept.remove());
        } else {
            dropRequest();
            var _ = context.writeAndFlush(answer, context.voidPromise());
            idleTimeout.resume(context.pipeline());
        }
        leave();
        for (int left = kept.size(); left > 0; left--) {
            channelRead(context, kept.remove());
        }
        channelReadComplete(context);
        if (owed.none()) {
            context.read();
        }
    }

    private void passOn(ChannelHandlerContext context, Object message) {
        owed.asked(message);
        context.fireChannelRead(message);
    }

    /** A request without a body ends with the message behind it. */
    private void dropRequest() {
        Object message = kept.remove();
        ReferenceCountUtil.release(message);
        while (!(message instanceof LastHttpContent)) {
            message = kept.remove();
            ReferenceCountUtil.release(message);
        }
    }

    private void leave() {
        waiting = null;
        if (hold != null) {
            hold.dispose();
            hold = null;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        if (waiting != null && kept.size() < MOST_KEPT) {
            // Only a connection that is read tells that the client has gone.
            context.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (owed.answered(message)) {
            WaitOutcome.set(context.channel(), null);
        }
        var _ = context.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        leave();
        kept.forEach(ReferenceCountUtil::release);
        kept.clear();
        context.fireChannelInactive();
    }
}
