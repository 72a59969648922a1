package io.wave.proxy.manifest;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Gives the {@link ReadyAnswers} right behind the HTTP codec, ahead of the server that all other calls go to: one look
 * into memory and one write. Keeps the order of answers on a connection: while the server owes one, all calls are its.
 */
final class ReadyAnswerHandler extends ChannelDuplexHandler {

    private static final String PREFIX = "/v2/wt/";

    private final ReadyAnswers answers;

    /** Answers that the server behind us owes. */
    private int owed;
    /** Between a request that was answered here and its end. */
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
            // The rest of a request may come by itself: the next bytes are asked for here too.
            answered = true;
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            ReadyAnswer answer = owed == 0 ? find(request) : null;
            if (answer != null) {
                swallowing = !(message instanceof LastHttpContent);
                answered = true;
                ReferenceCountUtil.release(message);
                var _ = context.write(answer.response(), context.voidPromise());
                return;
            }
            owed++;
        }
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
        if (message instanceof LastHttpContent && !isInterim(message)) {
            owed--;
        }
        var _ = context.write(message, promise);
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private @Nullable ReadyAnswer find(HttpRequest request) {
        boolean get = request.method().equals(HttpMethod.GET);
        boolean plain = (get || request.method().equals(HttpMethod.HEAD))
                && request.uri().startsWith(PREFIX)
                && request.decoderResult().isSuccess()
                && HttpUtil.isKeepAlive(request)
                && !hasConditions(request.headers());
        return plain ? answers.find(request.uri(), get) : null;
    }

    /** Headers that make another answer than the whole content possible. */
    private static boolean hasConditions(HttpHeaders headers) {
        return headers.contains(HttpHeaderNames.IF_NONE_MATCH)
                || headers.contains(HttpHeaderNames.RANGE)
                || headers.contains(HttpHeaderNames.EXPECT);
    }
}
