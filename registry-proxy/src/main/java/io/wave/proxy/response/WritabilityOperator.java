package io.wave.proxy.response;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * Content that is read on only while its connection has room: what waits for a slow client is bounded in bytes, by the
 * connection's write buffer, and not by a number of buffers.
 */
final class WritabilityOperator {

    private WritabilityOperator() {}

    /**
     * @param content buffers that are passed on
     * @param channel where they are written to
     */
    static Flux<ByteBuf> of(Flux<ByteBuf> content, Channel channel) {
        return content.transform(
                Operators.<ByteBuf, ByteBuf>liftPublisher((_, client) -> new WritabilitySubscriber(client, channel)));
    }
}
