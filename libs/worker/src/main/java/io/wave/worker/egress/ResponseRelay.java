package io.wave.worker.egress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.wave.egress.Destination;
import io.wave.egress.ForbiddenAddressException;
import java.util.Optional;

/**
 * Relays the response to a plain request. Redirects to forbidden destinations are denied here, since some clients use
 * no proxy for addresses of their own machine.
 */
final class ResponseRelay extends Relay {

    private final Channel client;
    private final Upstreams upstreams;
    private final EgressPass pass;
    private boolean informational;
    private boolean replaced;

    ResponseRelay(Channel client, Upstreams upstreams, EgressPass pass) {
        super(client);
        this.client = client;
        this.upstreams = upstreams;
        this.pass = pass;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (replaced
                || (message instanceof HttpObject part && part.decoderResult().isFailure())) {
            ReferenceCountUtil.release(message);
            if (!replaced) {
                ChannelFuture _ = context.close();
            }
        } else if (message instanceof HttpResponse response) {
            head(context, response);
        } else if (informational) {
            ReferenceCountUtil.release(message);
        } else {
            boolean last = message instanceof LastHttpContent;
            super.channelRead(context, message);
            if (last) {
                ChannelFuture _ = context.close();
            }
        }
    }

    private void head(ChannelHandlerContext context, HttpResponse response) {
        informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (informational) {
            return;
        }
        HopHeaders.removeFrom(response.headers());
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        Optional<Destination> elsewhere;
        try {
            elsewhere = RedirectTarget.of(response);
        } catch (IllegalArgumentException unreadable) {
            replaced = true;
            ProxyResponses.refuse(client, pass, String.valueOf(unreadable.getMessage()));
            ChannelFuture _ = context.close();
            return;
        }
        if (elsewhere.isPresent()) {
            replaced = true;
            check(context, response, elsewhere.get());
        } else {
            super.channelRead(context, response);
        }
    }

    /** Discards the body. */
    private void check(ChannelHandlerContext context, HttpResponse response, Destination elsewhere) {
        upstreams.find(elsewhere, context.channel().eventLoop()).addListener(found -> {
            if (found.cause() instanceof ForbiddenAddressException forbidden) {
                ProxyResponses.refuse(client, pass, forbidden);
            } else {
                DefaultFullHttpResponse bodiless = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, response.status());
                bodiless.headers().set(response.headers());
                bodiless.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
                bodiless.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
                ChannelFuture _ = write(bodiless).addListener(ChannelFutureListener.CLOSE);
            }
            ChannelFuture _ = context.close();
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!replaced) {
            closeOther();
        }
    }
}
