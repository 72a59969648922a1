package io.wave.proxy.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BodyTimeoutHandlerTest {

    private static final int NO_TIMER = -1;

    private final EmbeddedChannel channel =
            new EmbeddedChannel(new BodyTimeoutHandler(Duration.ofSeconds(30), Duration.ofSeconds(70)));

    BodyTimeoutHandlerTest() {
        channel.freezeTime();
    }

    @Test
    void completeRequestStartsNoTimer() {
        channel.writeInbound(request(), LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NO_TIMER);
    }

    @Test
    void endOfBodyStopsTimer() {
        channel.writeInbound(request());
        assertThat(channel.runScheduledPendingTasks()).isPositive();
        channel.writeInbound(part(), LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NO_TIMER);
    }

    @Test
    void disconnectStopsTimer() {
        channel.writeInbound(request());
        var _ = channel.close();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NO_TIMER);
    }

    @Test
    void pausedBodyGives408() {
        channel.writeInbound(request());
        pass(29);
        channel.writeInbound(part());
        pass(29);
        assertThat(channel.isOpen()).isTrue();
        pass(2);
        assertThat(channel.<FullHttpResponse>readOutbound().status()).isEqualTo(HttpResponseStatus.REQUEST_TIMEOUT);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void slowBodyGives408() {
        channel.writeInbound(request());
        for (int i = 0; i < 7; i++) {
            pass(10);
            assertThat(channel.isOpen()).as("after %d parts", i).isEqualTo(i < 6);
            if (channel.isOpen()) {
                channel.writeInbound(part());
            }
        }
    }

    @Test
    void startedResponseIsAborted() {
        channel.writeInbound(request());
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        channel.readOutbound();
        pass(31);
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.<Object>readOutbound()).isNull();
    }

    @Test
    void pendingResponseIsNotOvertaken() {
        channel.writeInbound(request(), LastHttpContent.EMPTY_LAST_CONTENT, request());
        pass(31);
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.<Object>readOutbound()).isNull();
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private static DefaultHttpRequest request() {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
    }

    private static DefaultHttpContent part() {
        return new DefaultHttpContent(Unpooled.copiedBuffer(new byte[] {1}));
    }
}
