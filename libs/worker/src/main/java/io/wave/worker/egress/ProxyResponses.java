package io.wave.worker.egress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.wave.egress.ForbiddenAddressException;
import java.net.ConnectException;
import java.net.UnknownHostException;

/** Responses of the guard itself. The message is also in the status line: some clients show nothing else. */
final class ProxyResponses {

    private ProxyResponses() {}

    static void refuse(Channel client, EgressPass pass, ForbiddenAddressException forbidden) {
        refuse(client, pass, String.valueOf(forbidden.getMessage()));
    }

    static void refuse(Channel client, EgressPass pass, String message) {
        pass.refused(message);
        send(client, 403, message);
    }

    static void failed(Channel client, EgressPass pass, String host, Throwable cause) {
        switch (cause) {
            case ForbiddenAddressException forbidden -> refuse(client, pass, forbidden);
            case UnknownHostException _ -> send(client, 502, "unknown host '%s'".formatted(host));
            case ConnectException _ -> send(client, 502, "cannot connect to host '%s'".formatted(host));
            default -> send(client, 502, "connection to host '%s' failed".formatted(host));
        }
    }

    /** Sends a response and closes the connection. */
    static void send(Channel client, int status, String message) {
        ByteBuf text = ByteBufUtil.writeUtf8(client.alloc(), message + "\n");
        DefaultFullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, new HttpResponseStatus(status, printable(message)), text);
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                .set(HttpHeaderNames.CONTENT_LENGTH, text.readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status == HttpResponseStatus.PROXY_AUTHENTICATION_REQUIRED.code()) {
            answer.headers().set(HttpHeaderNames.PROXY_AUTHENTICATE, "Basic realm=\"jobs\"");
        }
        ChannelFuture _ = client.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    private static String printable(String message) {
        return message.replaceAll("[^ -~]", "?");
    }
}
