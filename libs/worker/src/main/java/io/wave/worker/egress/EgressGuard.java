package io.wave.worker.egress;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.wave.egress.EgressPolicy;
import io.wave.security.TrustedCertificates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import reactor.netty.http.HttpResources;
import reactor.netty.resources.LoopResources;

/**
 * A forward proxy on the loopback interface for the tools of this worker. It connects only to destinations that the
 * policy allows, by the addresses to which names resolve at that moment, so redirects and changed DNS records cannot
 * bypass it. Only a job with a pass may use it. Memory is bounded: one read per direction of each connection, and a
 * limited number of unauthenticated connections.
 */
public final class EgressGuard implements AutoCloseable {

    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_HEADERS = 64 * 1024;
    private static final int MAX_CHUNK = 64 * 1024;
    private static final int TOKEN_BYTES = 24;
    static final int MAX_STRANGERS = 512;

    private final GuardLimits limits;
    private final SslContext tls;
    private final Upstreams upstreams;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, EgressPass> passes = new ConcurrentHashMap<>();
    /** Number of unauthenticated connections. */
    private final ChannelGroup unauthenticated = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    private final Channel server;

    /** Opens the guard on a free port. */
    public EgressGuard(EgressPolicy policy, GuardLimits limits) {
        this(policy, limits, OperatorProxy.ofThisProcess());
    }

    EgressGuard(EgressPolicy policy, GuardLimits limits, OperatorProxy proxy) {
        this(policy, limits, proxy, trusting(policy.certificates()));
    }

    EgressGuard(EgressPolicy policy, GuardLimits limits, OperatorProxy proxy, SslContext tls) {
        this.limits = limits;
        this.tls = tls;
        this.upstreams = new Upstreams(policy, proxy, limits);
        LoopResources loops = HttpResources.get();
        EventLoopGroup workers = loops.onServer(LoopResources.DEFAULT_NATIVE);
        this.server = new ServerBootstrap()
                .group(loops.onServerSelect(LoopResources.DEFAULT_NATIVE), workers)
                .channelFactory(() -> loops.onChannel(ServerSocketChannel.class, workers))
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new Connections())
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    private static SslContext trusting(TrustedCertificates certificates) {
        try {
            SslContextBuilder tls = SslContextBuilder.forClient();
            certificates.managers().ifPresent(tls::trustManager);
            return tls.build();
        } catch (SSLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Issues a pass for a job, valid until it is closed. */
    public EgressPass open() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        int port = ((InetSocketAddress) server.localAddress()).getPort();
        EgressPass pass =
                new EgressPass(token, port, limits.maxConnections(), closed -> passes.remove(closed.token(), closed));
        passes.put(token, pass);
        return pass;
    }

    Optional<EgressPass> pass(String token) {
        return Optional.ofNullable(passes.get(token));
    }

    /** A connection has authenticated and now counts for its pass. */
    void admitted(Channel connection) {
        unauthenticated.remove(connection);
    }

    int unauthenticated() {
        return unauthenticated.size();
    }

    SslContext tls() {
        return tls;
    }

    Upstreams upstreams() {
        return upstreams;
    }

    @Override
    public void close() {
        passes.values().forEach(EgressPass::close);
        server.close().syncUninterruptibly();
        ChannelGroupFuture _ = unauthenticated.close();
    }

    private final class Connections extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel connection) {
            if (unauthenticated.size() >= MAX_STRANGERS || !unauthenticated.add(connection)) {
                ChannelFuture _ = connection.close();
                return;
            }
            connection
                    .pipeline()
                    .addLast(new IdleStateHandler(0, 0, limits.idleTimeout().toMillis(), TimeUnit.MILLISECONDS))
                    .addLast(new HttpServerCodec(new HttpDecoderConfig()
                            .setMaxInitialLineLength(MAX_LINE)
                            .setMaxHeaderSize(MAX_HEADERS)
                            .setMaxChunkSize(MAX_CHUNK)))
                    .addLast(new ClientHandler(EgressGuard.this, limits.connectTimeout()));
        }
    }
}
