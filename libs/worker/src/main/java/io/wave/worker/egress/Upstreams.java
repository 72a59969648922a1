package io.wave.worker.egress;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.wave.egress.Destination;
import io.wave.egress.EgressPolicy;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import reactor.netty.http.HttpResources;

/** Connects to destinations that the policy allows, through the proxy of the operator if there is one. */
final class Upstreams {

    private final AddressResolverGroup<InetSocketAddress> addresses;
    private final OperatorProxy proxy;
    private final GuardLimits limits;

    Upstreams(EgressPolicy policy, OperatorProxy proxy, GuardLimits limits) {
        this.addresses = policy.addresses();
        this.proxy = proxy;
        this.limits = limits;
    }

    /**
     * Opens a connection without automatic reads; fails with {@code ForbiddenAddressException} if the policy denies it.
     */
    Future<Channel> connect(ProxyTarget target, EventLoop loop) {
        Promise<Channel> connected = loop.newPromise();
        find(target.destination(), loop).addListener((Future<List<InetSocketAddress>> found) -> {
            if (!found.isSuccess()) {
                connected.tryFailure(found.cause());
                return;
            }
            Optional<HttpProxyHandler> way;
            try {
                way = proxy.handler(target);
            } catch (RuntimeException unusable) {
                connected.tryFailure(unusable);
                return;
            }
            if (way.isPresent()) {
                through(way.get(), target.destination(), loop, connected);
            } else {
                direct(found.getNow().iterator(), loop, connected);
            }
        });
        return connected;
    }

    /** Whether the policy currently allows this destination. */
    Future<List<InetSocketAddress>> find(Destination destination, EventLoop loop) {
        return addresses
                .getResolver(loop)
                .resolveAll(InetSocketAddress.createUnresolved(destination.host(), destination.port()));
    }

    /** Tries the addresses one after the other: some may be unreachable. */
    private void direct(Iterator<InetSocketAddress> left, EventLoop loop, Promise<Channel> connected) {
        bootstrap(loop).connect(left.next()).addListener((ChannelFuture attempt) -> {
            if (attempt.isSuccess()) {
                offer(attempt.channel(), connected);
            } else if (left.hasNext()) {
                direct(left, loop, connected);
            } else {
                connected.tryFailure(attempt.cause());
            }
        });
    }

    private void through(HttpProxyHandler way, Destination destination, EventLoop loop, Promise<Channel> connected) {
        way.setConnectTimeoutMillis(limits.connectTimeout().toMillis());
        ChannelFuture _ = bootstrap(loop)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(way, new FailureEnd());
                    }
                })
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.AUTO_READ, true)
                .connect(InetSocketAddress.createUnresolved(destination.host(), destination.port()))
                .addListener((ChannelFuture attempt) -> {
                    if (!attempt.isSuccess()) {
                        connected.tryFailure(attempt.cause());
                    }
                });
        way.connectFuture().addListener((Future<Channel> done) -> {
            if (done.isSuccess()) {
                done.getNow().config().setAutoRead(false);
                offer(done.getNow(), connected);
            } else {
                connected.tryFailure(done.cause());
            }
        });
    }

    private static void offer(Channel channel, Promise<Channel> connected) {
        if (!connected.trySuccess(channel)) {
            ChannelFuture _ = channel.close();
        }
    }

    private Bootstrap bootstrap(EventLoop loop) {
        return new Bootstrap()
                .group(loop)
                .channelFactory(() -> HttpResources.get().onChannel(SocketChannel.class, loop))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        limits.connectTimeout().toMillis())
                .handler(new FailureEnd());
    }

    /** Failures are reported through the future; the end of the pipeline ignores them. */
    private static final class FailureEnd extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ChannelFuture _ = context.close();
        }
    }
}
