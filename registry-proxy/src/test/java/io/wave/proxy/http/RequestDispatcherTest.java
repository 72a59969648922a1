package io.wave.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.wave.limit.Caller;
import io.wave.limit.Limit;
import io.wave.limit.RateLimits;
import io.wave.limit.Verdict;
import io.wave.proxy.address.ClientAddresses;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** A client that sends requests and does not read the responses. */
class RequestDispatcherTest {

    private static final int MAX_REQUESTS = 10_000;

    private final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext("io.wave.proxy.address");
    private final AdmissionControl admissionControl =
            new AdmissionControl(new Unlimited(), context.getBean(ClientAddresses.class), List.of());
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new RequestDispatcher(admissionControl, new AllCached()));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        context.close();
    }

    @Test
    void requestsAreAnsweredInOrderOnceTheClientReads() {
        // Given
        setWritable(false);
        // When
        for (int i = 0; i < 3; i++) {
            request("/v2/wt/" + i);
        }
        // Then
        assertThat(channel.outboundMessages()).isEmpty();
        setWritable(true);
        assertThat(channel.outboundMessages())
                .extracting(response -> ((FullHttpResponse) response).headers().get("path"))
                .containsExactly("/v2/wt/0", "/v2/wt/1", "/v2/wt/2");
    }

    @Test
    void clientThatSendsEndlesslyIsDisconnected() {
        setWritable(false);
        for (int i = 0; i < MAX_REQUESTS && channel.isOpen(); i++) {
            request("/v2/wt/" + i);
        }
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.outboundMessages()).isEmpty();
    }

    private void request(String path) {
        channel.writeInbound(
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path), LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void setWritable(boolean writable) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        buffer.setUserDefinedWritability(1, writable);
        channel.runPendingTasks();
    }

    private static final class AllCached implements FastPath {

        @Override
        public FullHttpResponse cached(HttpRequest request) {
            FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            response.headers().set("path", request.uri());
            return response;
        }

        @Override
        public @Nullable HeldRequest held(RequestTarget target, HttpRequest request) {
            return null;
        }
    }

    private static final class Unlimited implements RateLimits {

        @Override
        public boolean isLimited(Limit limit) {
            return false;
        }

        @Override
        public CompletableFuture<Verdict> take(Limit limit, Caller caller) {
            return CompletableFuture.completedFuture(new Verdict.Granted());
        }

        @Override
        public void refund(Limit limit, Caller caller) {
            // Nothing to give back.
        }
    }
}
