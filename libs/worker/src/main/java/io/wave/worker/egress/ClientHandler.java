package io.wave.worker.egress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.wave.egress.Destination;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection of a tool: one request, which opens a tunnel or is forwarded. */
final class ClientHandler extends ClosingHandler {

    private static final String BASIC = "basic ";

    private final EgressGuard guard;
    private final Duration headTimeout;
    /** Data received before the server was connected: at most one read. */
    private final Queue<Object> early = new ArrayDeque<>();

    private boolean asked;
    private boolean complete;
    private int unwritten;
    private @Nullable Channel upstream;

    ClientHandler(EgressGuard guard, Duration headTimeout) {
        this.guard = guard;
        this.headTimeout = headTimeout;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Future<?> _ = context.executor()
                .schedule(() -> closeWithoutRequest(context), headTimeout.toMillis(), TimeUnit.MILLISECONDS);
        context.read();
    }

    private void closeWithoutRequest(ChannelHandlerContext context) {
        if (!asked) {
            ChannelFuture _ = context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            if (!asked) {
                asked = true;
                ProxyResponses.send(context.channel(), 400, "malformed request, or request head too large");
            } else {
                ChannelFuture _ = context.close();
            }
        } else if (!asked && message instanceof HttpRequest request) {
            asked = true;
            serve(context, request);
        } else if (complete || !asked) {
            // The connection is closed after one response: further requests are ignored.
            ReferenceCountUtil.release(message);
        } else {
            complete = message instanceof LastHttpContent;
            body(context, message);
        }
    }

    private void serve(ChannelHandlerContext context, HttpRequest request) {
        Channel client = context.channel();
        Optional<EgressPass> pass = pass(request);
        if (pass.isEmpty()) {
            ProxyResponses.send(
                    client, 407, "proxy authentication required: this proxy serves only the jobs of this worker");
            return;
        }
        if (!pass.get().admit(client)) {
            ProxyResponses.send(client, 503, "too many connections of this job");
            return;
        }
        guard.admitted(client);
        try {
            connect(context, request, ProxyTarget.of(request), pass.get());
        } catch (IllegalArgumentException invalid) {
            ProxyResponses.send(client, 400, String.valueOf(invalid.getMessage()));
        }
    }

    private Optional<EgressPass> pass(HttpRequest request) {
        String header = request.headers().get(HttpHeaderNames.PROXY_AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            String login = new String(
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip()), StandardCharsets.UTF_8);
            return guard.pass(login.substring(login.indexOf(':') + 1));
        } catch (IllegalArgumentException noLogin) {
            return Optional.empty();
        }
    }

    private void connect(ChannelHandlerContext context, HttpRequest request, ProxyTarget target, EgressPass pass) {
        guard.upstreams().connect(target, context.channel().eventLoop()).addListener((Future<Channel> connected) -> {
            if (!connected.isSuccess()) {
                ProxyResponses.failed(
                        context.channel(), pass, target.destination().host(), connected.cause());
            } else if (!context.channel().isActive()) {
                ChannelFuture _ = connected.getNow().close();
            } else if (target.tunnel()) {
                tunnel(context, connected.getNow());
            } else {
                pass(context, request, target, pass, connected.getNow());
            }
        });
    }

    private static void tunnel(ChannelHandlerContext context, Channel server) {
        Channel client = context.channel();
        server.pipeline().addLast(new Relay(client));
        DefaultFullHttpResponse established = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, new HttpResponseStatus(200, "Connection established"));
        ChannelFuture _ = client.writeAndFlush(established).addListener((ChannelFuture written) -> {
            if (!written.isSuccess()) {
                ChannelFuture _ = server.close();
                return;
            }
            client.pipeline().addLast(new Relay(server));
            client.pipeline().remove(HttpServerCodec.class);
            client.pipeline().remove(ClientHandler.class);
            client.read();
            server.read();
            if (!client.isActive()) {
                ChannelFuture _ = server.close();
            }
        });
    }

    private void pass(
            ChannelHandlerContext context, HttpRequest request, ProxyTarget target, EgressPass pass, Channel server) {
        upstream = server;
        if (target.secure()) {
            secure(context.channel(), target.destination(), server);
        }
        server.pipeline()
                .addLast(new HttpClientCodec())
                .addLast(new ResponseRelay(context.channel(), guard.upstreams(), pass));
        HopHeaders.removeFrom(request.headers());
        request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        request.headers().set(HttpHeaderNames.HOST, target.authority());
        request.setUri(target.path());
        write(context, server, request);
        for (Object part = early.poll(); part != null; part = early.poll()) {
            write(context, server, part);
        }
        server.read();
    }

    private void secure(Channel client, Destination destination, Channel server) {
        SslHandler tls = guard.tls().newHandler(server.alloc(), destination.host(), destination.port());
        server.pipeline().addLast(tls);
        tls.handshakeFuture().addListener(done -> {
            if (!done.isSuccess()) {
                ProxyResponses.send(client, 502, "TLS connection to host '%s' failed".formatted(destination.host()));
            }
        });
    }

    private void body(ChannelHandlerContext context, Object part) {
        Channel server = upstream;
        if (server == null) {
            early.add(part);
        } else {
            write(context, server, part);
        }
    }

    private void write(ChannelHandlerContext context, Channel server, Object part) {
        unwritten++;
        ChannelFuture _ = server.writeAndFlush(part).addListener((ChannelFuture written) -> {
            unwritten--;
            if (written.isSuccess() && unwritten == 0) {
                // Also after the request is complete, to notice when the client disconnects.
                context.read();
            }
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        if (upstream != null) {
            ChannelFuture _ = upstream.close();
        }
    }
}
