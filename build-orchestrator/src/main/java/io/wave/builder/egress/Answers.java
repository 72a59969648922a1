package io.wave.builder.egress;

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

/** What the guard itself answers. The words are in the status line too: some clients show nothing else. */
final class Answers {

    private Answers() {}

    static void refuse(Channel client, EgressPass pass, ForbiddenAddressException forbidden) {
        refuse(client, pass, String.valueOf(forbidden.getMessage()));
    }

    static void refuse(Channel client, EgressPass pass, String words) {
        pass.refused(words);
        send(client, 403, words);
    }

    static void failed(Channel client, EgressPass pass, String host, Throwable cause) {
        switch (cause) {
            case ForbiddenAddressException forbidden -> refuse(client, pass, forbidden);
            case UnknownHostException _ -> send(client, 502, "the host '%s' is unknown".formatted(host));
            case ConnectException _ -> send(client, 502, "the host '%s' cannot be connected to".formatted(host));
            default -> send(client, 502, "the connection to the host '%s' failed".formatted(host));
        }
    }

    /** Sends an answer after which the connection is closed. */
    static void send(Channel client, int status, String words) {
        ByteBuf text = ByteBufUtil.writeUtf8(client.alloc(), words + "\n");
        DefaultFullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, new HttpResponseStatus(status, printable(words)), text);
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                .set(HttpHeaderNames.CONTENT_LENGTH, text.readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status == HttpResponseStatus.PROXY_AUTHENTICATION_REQUIRED.code()) {
            answer.headers().set(HttpHeaderNames.PROXY_AUTHENTICATE, "Basic realm=\"builds\"");
        }
        ChannelFuture _ = client.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    private static String printable(String words) {
        return words.replaceAll("[^ -~]", "?");
    }
}
