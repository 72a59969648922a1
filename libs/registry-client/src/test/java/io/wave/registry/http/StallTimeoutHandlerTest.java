package io.wave.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.timeout.ReadTimeoutException;
import io.wave.registry.document.BodyReader;
import io.wave.registry.document.DocumentMemory;
import io.wave.registry.error.ReaderStalledException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.Connection;

/** Time is that of the channel, so nothing depends on the speed of the machine. */
class StallTimeoutHandlerTest {

    private static final Duration PEER = Duration.ofSeconds(10);
    private static final Duration READER = Duration.ofSeconds(60);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Throwable> failures = new ArrayList<>();
    private final Reply reply = new Reply(
            URI.create("http://registry.test/"),
            200,
            new DefaultHttpHeaders(),
            Connection.from(channel),
            new BodyReader(new DocumentMemory(1 << 20), READER));

    StallTimeoutHandlerTest() {
        channel.freezeTime();
        channel.pipeline().addLast(new StallTimeoutHandler(PEER, READER, reply));
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
                failures.add(failure);
            }
        });
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void silentPeerIsDisconnected() {
        read();
        pass(9);
        assertThat(channel.isOpen()).isTrue();
        pass(2);
        assertThat(failures).singleElement().isInstanceOf(ReadTimeoutException.class);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void peerThatSendsIsNotDisconnected() {
        read();
        for (int i = 0; i < 10; i++) {
            pass(9);
            channel.writeInbound("part");
        }
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void readerMayStopForLongerThanThePeer() {
        read();
        channel.config().setAutoRead(false);
        pass(59);
        channel.config().setAutoRead(true);
        channel.writeInbound("part");
        pass(9);
        assertThat(channel.isOpen()).isTrue();
        assertThat(failures).isEmpty();
    }

    @Test
    void readerThatStopsForTooLongIsDisconnected() {
        read();
        channel.config().setAutoRead(false);
        pass(61);
        assertThat(failures).singleElement().isInstanceOf(ReaderStalledException.class);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void responseThatIsNotReadIsDisconnected() {
        channel.config().setAutoRead(false);
        pass(11);
        assertThat(channel.isOpen()).isFalse();
        assertThat(failures).isEmpty();
    }

    private void read() {
        var _ = reply.content().onErrorComplete().blockLast();
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runPendingTasks();
            channel.runScheduledPendingTasks();
        }
    }
}
