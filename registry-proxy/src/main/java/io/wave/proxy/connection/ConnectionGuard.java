package io.wave.proxy.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.wave.limit.Places;
import io.wave.proxy.address.ClientAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.LongAdder;
import reactor.netty.NettyPipeline;

/**
 * Looks at each connection when it is accepted. One that is over a bound is closed before anything is read of it; the
 * others get their deadlines.
 */
final class ConnectionGuard {

    private final Places places;
    private final ClientAddresses addresses;
    private final ConnectionProperties properties;
    private final LongAdder refused = new LongAdder();

    ConnectionGuard(int max, ClientAddresses addresses, ConnectionProperties properties) {
        this.places = new Places(max, Places.share(max, properties.perAddress()));
        this.addresses = addresses;
        this.properties = properties;
    }

    void accepted(Channel channel) {
        String holder = holder(channel);
        if (places.enter(holder) instanceof Places.Place place) {
            channel.closeFuture().addListener(_ -> place.close());
            addDeadlines(channel.pipeline());
        } else {
            refused.increment();
            refuse(channel);
        }
    }

    /** A proxy stands for many clients, and each of its connections for another one. */
    private String holder(Channel channel) {
        InetAddress peer = channel.remoteAddress() instanceof InetSocketAddress socket ? socket.getAddress() : null;
        return peer == null || addresses.isTrusted(peer)
                ? channel.id().asLongText()
                : addresses.of(peer).value();
    }

    /** Reset, so that nothing of it stays with the operating system either. */
    private static void refuse(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        var _ = channel.close();
    }

    private void addDeadlines(ChannelPipeline pipeline) {
        if (pipeline.get(NettyPipeline.HttpCodec) == null) {
            return;
        }
        HeadDeadline head = new HeadDeadline(properties.headTimeout());
        pipeline.addBefore(NettyPipeline.HttpCodec, "wave.writeDeadline", new WriteDeadline(properties.writeTimeout()));
        pipeline.addBefore(NettyPipeline.HttpCodec, "wave.firstBytes", head.firstBytes());
        pipeline.addAfter(
                NettyPipeline.HttpCodec,
                "wave.bodyDeadline",
                new BodyDeadline(properties.bodyTimeout(), properties.bodyLimit()));
        FieldLimit fields = new FieldLimit();
        pipeline.addBefore(NettyPipeline.HttpCodec, "wave.lines", fields.ahead());
        pipeline.addAfter(NettyPipeline.HttpCodec, "wave.fieldLimit", fields);
        pipeline.addAfter(NettyPipeline.HttpCodec, "wave.headDeadline", head);
    }

    int open() {
        return places.taken();
    }

    long refused() {
        return refused.sum();
    }
}
