package io.wave.proxy.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.wave.limit.ConcurrencyLimit;
import io.wave.proxy.address.ClientAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.LongAdder;
import reactor.netty.NettyPipeline;

/**
 * Checks each connection when it is accepted: a connection above a limit is closed before anything is read from it, the
 * others get their timeout handlers.
 */
final class ConnectionLimiter {

    private final ConcurrencyLimit places;
    private final ClientAddresses addresses;
    private final ConnectionProperties properties;
    private final HeadRefusals refusals;
    private final LongAdder rejected = new LongAdder();

    /** @param refusals limits of the server for the URL and the headers of a request */
    ConnectionLimiter(int max, ClientAddresses addresses, ConnectionProperties properties, HeadRefusals refusals) {
        this.places = new ConcurrencyLimit(max, ConcurrencyLimit.share(max, properties.perAddress()));
        this.addresses = addresses;
        this.properties = properties;
        this.refusals = refusals;
    }

    void accept(Channel channel) {
        String limitKey = limitKey(channel);
        if (places.acquire(limitKey) instanceof ConcurrencyLimit.Permit place) {
            channel.closeFuture().addListener(_ -> place.close());
            addTimeouts(channel.pipeline());
        } else {
            rejected.increment();
            reset(channel);
        }
    }

    /** A trusted proxy represents many clients: each of its connections counts for itself. */
    private String limitKey(Channel channel) {
        InetAddress peer = channel.remoteAddress() instanceof InetSocketAddress socket ? socket.getAddress() : null;
        return peer == null || addresses.isTrusted(peer)
                ? channel.id().asLongText()
                : addresses.of(peer).value();
    }

    /** Resets the connection, so that it does not remain in the operating system either. */
    private static void reset(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        var _ = channel.close();
    }

    private void addTimeouts(ChannelPipeline pipeline) {
        if (pipeline.get(NettyPipeline.HttpCodec) == null) {
            return;
        }
        HeaderTimeoutHandler head = new HeaderTimeoutHandler(properties.headTimeout());
        pipeline.addBefore(
                NettyPipeline.HttpCodec, "wave.writeTimeout", new WriteTimeoutHandler(properties.writeTimeout()));
        pipeline.addBefore(NettyPipeline.HttpCodec, "wave.headerStart", head.beforeCodec());
        pipeline.addAfter(
                NettyPipeline.HttpCodec,
                "wave.bodyTimeout",
                new BodyTimeoutHandler(properties.bodyTimeout(), properties.bodyLimit()));
        HeaderLimitHandler headerLimit = new HeaderLimitHandler(refusals);
        pipeline.addBefore(NettyPipeline.HttpCodec, "wave.headerLines", headerLimit.beforeCodec());
        pipeline.addAfter(NettyPipeline.HttpCodec, "wave.headerLimit", headerLimit);
        pipeline.addAfter(NettyPipeline.HttpCodec, "wave.headerTimeout", head);
    }

    int open() {
        return places.inUse();
    }

    long rejected() {
        return rejected.sum();
    }
}
