package io.wave.proxy.answer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * Content that is read on only while its connection has room: what waits for a slow client is bounded in bytes, by the
 * connection's write buffer, and not by a number of buffers.
 */
final class PacedContent extends FluxOperator<ByteBuf, ByteBuf> {

    private final Channel channel;

    private PacedContent(Flux<ByteBuf> source, Channel channel) {
        super(source);
        this.channel = channel;
    }

    /**
     * @param content buffers that are passed on
     * @param channel where they are written to
     */
    static Flux<ByteBuf> of(Flux<ByteBuf> content, Channel channel) {
        return new PacedContent(content, channel);
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
        source.subscribe(new PacedSubscriber(actual, channel));
    }
}
