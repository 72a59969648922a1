package io.wave.proxy.manifest;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.wave.proxy.connection.OwedAnswers;
import io.wave.proxy.connection.PlainCalls;
import org.jspecify.annotations.Nullable;

/**
 * Gives the {@link ReadyAnswers} right behind the HTTP codec, ahead of the server that all other calls go to: one look
 * into memory and one write. Keeps the order of answers on a connection: while the server owes one, all calls are its.
 */
final class ReadyAnswerHandler extends ChannelDuplexHandler {

    private final ReadyAnswers answers;

    private final OwedAnswers owed = new OwedAnswers();
    /** Between a request that was answered here and its end, which comes in the same read, as it has no body. */
    private boolean swallowing;
    /** What happened since the last read from the socket. */
    private boolean answered;

    private boolean passedOn;

    ReadyAnswerHandler(ReadyAnswers answers) {
        this.answers = answers;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (swallowing) {
            swallowing = !(message instanceof LastHttpContent);
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            FullHttpResponse answer = owed.none() ? find(request) : null;
            if (answer != null) {
                swallowing = !(message instanceof LastHttpContent);
                answered = true;
                ReferenceCountUtil.release(message);
                var _ = context.write(answer, context.voidPromise());
                return;
            }
        }
        owed.asked(message);
        passedOn = true;
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        boolean readOn = answered && !passedOn;
        if (answered) {
            context.flush();
        }
        answered = false;
        passedOn = false;
        context.fireChannelReadComplete();
        if (readOn) {
            // The server asks for the next bytes itself, but only when it has seen some.
            context.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        owed.answered(message);
        var _ = context.write(message, promise);
    }

    private @Nullable FullHttpResponse find(HttpRequest request) {
        return PlainCalls.contain(request) ? answers.take(request.uri(), PlainCalls.isGet(request)) : null;
    }
}
