package io.wave.proxy.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Responds with 431 and closes the connection of a request with too large headers, or with too many header lines, while
 * they arrive, and with 414 if its URL is too long. The codec limits the bytes of the headers, but many short header fields need thirty times as much memory as they have bytes,
 * and the codec keeps them until the headers are complete. Placed after the codec, and before it with {@link
 * #beforeCodec}: incoming bytes are passed on in pieces of some lines, and what the codec makes of a piece shows
 * whether it was part of the headers. Bytes wait while many requests are unanswered, since the codec fails at 128 of
 * them.
 */
final class HeaderLimitHandler extends ChannelDuplexHandler {

    /** Most header lines of a request, part of the API. */
    static final int MAX_LINES = 128;

    /** A piece has at most half as many requests as lines. */
    private static final int LINES_PER_PIECE = 64;

    /** With the requests of one more piece still below the limit of the codec. */
    private static final int MAX_PENDING = 64;

    /** How long the client may go on sending after the response. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final byte LINE_FEED = '\n';

    private final HeadRefusals refusals;
    private final PendingResponses pending = new PendingResponses();
    private boolean readingBody;
    /** Whether the last piece belonged to a body or completed the headers. */
    private boolean decoded;

    private int headerLines;
    private boolean rejected;
    /** Whether the connection has become a WebSocket: no more headers follow. */
    private boolean upgraded;
    /** Bytes that are not passed on yet. */
    private final Queue<ByteBuf> waiting = new ArrayDeque<>();

    /** Where waiting bytes are passed on from, as soon as a response has been written. */
    private @Nullable ChannelHandlerContext paused;

    HeaderLimitHandler(HeadRefusals refusals) {
        this.refusals = refusals;
    }

    /** The part of this handler that is placed before the codec. */
    ChannelHandler beforeCodec() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (upgraded) {
                    context.fireChannelRead(message);
                } else if (rejected) {
                    ReferenceCountUtil.release(message);
                } else if (message instanceof ByteBuf bytes) {
                    waiting.add(bytes);
                    passOn(context);
                } else {
                    context.fireChannelRead(message);
                }
            }

            @Override
            public void channelReadComplete(ChannelHandlerContext context) {
                if (rejected) {
                    context.read();
                } else {
                    context.fireChannelReadComplete();
                }
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                releaseWaiting();
                context.fireChannelInactive();
            }

            @Override
            public void handlerRemoved(ChannelHandlerContext context) {
                releaseWaiting();
            }
        };
    }

    private void passOn(ChannelHandlerContext context) {
        ByteBuf bytes = waiting.peek();
        while (bytes != null && !rejected && (readingBody || pending.count() < MAX_PENDING)) {
            if (bytes.isReadable()) {
                passPiece(context, bytes);
            } else {
                waiting.remove().release();
            }
            bytes = waiting.peek();
        }
        if (rejected) {
            releaseWaiting();
        }
        paused = waiting.isEmpty() ? null : context;
    }

    private void resume(ChannelHandlerContext context) {
        passOn(context);
        context.fireChannelReadComplete();
    }

    private void releaseWaiting() {
        waiting.forEach(ByteBuf::release);
        waiting.clear();
    }

    private void passPiece(ChannelHandlerContext context, ByteBuf bytes) {
        int end = bytes.readerIndex();
        int lines = 0;
        while (lines < LINES_PER_PIECE && end < bytes.writerIndex()) {
            int found = bytes.indexOf(end, bytes.writerIndex(), LINE_FEED);
            end = found < 0 ? bytes.writerIndex() : found + 1;
            lines += found < 0 ? 0 : 1;
        }
        decoded = readingBody;
        context.fireChannelRead(bytes.readRetainedSlice(end - bytes.readerIndex()));
        headerLines = decoded ? 0 : headerLines + lines;
        // With the request line; the empty line at the end completes the headers.
        if (headerLines > MAX_LINES + 1) {
            reject(context, refusals.tooManyLines());
        }
    }

    private void reject(ChannelHandlerContext context, HeadRefusals.Refusal refusal) {
        if (rejected) {
            return;
        }
        rejected = true;
        ChannelHandlerContext self = context.pipeline().context(this);
        if (self != null && pending.allAnswered()) {
            var _ = self.writeAndFlush(refusal.response()).addListener(HeaderLimitHandler::close);
        } else {
            var _ = context.close();
        }
    }

    /**
     * Closes a connection whose client may still be sending. What it sends is read for a moment: it would not receive the
     * response if the connection was reset.
     */
    private static void close(Future<?> sent) {
        Channel channel = ((ChannelFuture) sent).channel();
        if (channel instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput();
            var _ = channel.eventLoop().schedule(() -> closeNow(channel), LINGER.toMillis(), TimeUnit.MILLISECONDS);
            channel.read();
        } else {
            closeNow(channel);
        }
    }

    private static void closeNow(Channel channel) {
        var _ = channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        decoded = true;
        Optional<HeadRefusals.Refusal> refusal =
                message instanceof HttpRequest request ? refusals.of(request) : Optional.empty();
        if (rejected || refusal.isPresent()) {
            ReferenceCountUtil.release(message);
            refusal.ifPresent(reason -> reject(context, reason));
            return;
        }
        if (message instanceof HttpRequest || readingBody) {
            readingBody = !(message instanceof LastHttpContent);
        }
        pending.onRequest(message);
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        upgraded = upgraded
                || (message instanceof HttpResponse response
                        && HttpResponseStatus.SWITCHING_PROTOCOLS.equals(response.status()));
        if (pending.onResponse(message) && paused != null) {
            ChannelHandlerContext resumed = paused;
            paused = null;
            context.executor().execute(() -> resume(resumed));
        }
        var _ = context.write(message, promise);
    }
}
