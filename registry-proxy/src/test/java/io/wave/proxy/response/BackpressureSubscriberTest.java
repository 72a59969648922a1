package io.wave.proxy.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class BackpressureSubscriberTest {

    private final TestPublisher<ByteBuf> content = TestPublisher.create();
    private final AtomicLong requested = new AtomicLong();
    private final BusyChannel channel = new BusyChannel();

    @Test
    void bufferThatArrivesDuringACheckIsNotRequestedTwice() {
        StepVerifier.create(BackpressureSubscriber.apply(content.flux().doOnRequest(requested::addAndGet), channel), 1)
                .then(() -> channel.meanwhile.add(() -> content.next(Unpooled.EMPTY_BUFFER)))
                .then(() -> channel.pipeline().fireChannelWritabilityChanged())
                .then(() -> content.next(Unpooled.EMPTY_BUFFER))
                .expectNextCount(1)
                .then(() -> assertThat(requested).hasValue(1))
                .thenCancel()
                .verify();
    }

    @Test
    void nextBufferIsRequestedWhenThePreviousOneHasArrived() {
        StepVerifier.create(BackpressureSubscriber.apply(content.flux().doOnRequest(requested::addAndGet), channel), 2)
                .then(() -> assertThat(requested).hasValue(1))
                .then(() -> content.next(Unpooled.EMPTY_BUFFER))
                .expectNextCount(1)
                .then(() -> assertThat(requested).hasValue(2))
                .thenCancel()
                .verify();
    }

    /** Does something while it is asked whether it is writable, as another thread may. */
    private static final class BusyChannel extends EmbeddedChannel {

        private final Queue<Runnable> meanwhile = new ArrayDeque<>();

        @Override
        public boolean isWritable() {
            Runnable next = meanwhile.poll();
            if (next != null) {
                next.run();
            }
            return super.isWritable();
        }
    }
}
