package io.wave.api.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.api.web.problem.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

class UnpackExecutorTest {

    /** One thread and a short queue. */
    private static final int PLACES = 1 + 32;

    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final UnpackExecutor threads = threads(Duration.ofSeconds(30));

    private static UnpackExecutor threads(Duration timeout) {
        return new UnpackExecutor(new ContentProperties(
                DataSize.ofMegabytes(1),
                DataSize.ofMegabytes(1),
                10,
                DataSize.ofKilobytes(1),
                Duration.ofSeconds(5),
                2,
                1,
                timeout));
    }

    @AfterEach
    void stop() {
        opened.countDown();
        threads.destroy();
    }

    @Test
    void fullQueueIsRejectedAndQueuedWorkCompletes() throws Exception {
        List<Future<?>> done = new ArrayList<>();
        AtomicInteger refused = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(3);
        try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PLACES + 3; i++) {
                done.add(requests.submit(() -> {
                    try {
                        threads.run(this::work);
                    } catch (ApiException busy) {
                        assertThat(busy.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
                        assertThat(busy.retryAfter()).hasValue(Duration.ofSeconds(5));
                        refused.incrementAndGet();
                        over.countDown();
                    }
                }));
            }
            over.await();
            opened.countDown();
            for (Future<?> each : done) {
                each.get();
            }
        }
        assertThat(refused).hasValue(3);
        assertThat(begun).hasValue(PLACES);
        threads.run(() -> {});
    }

    @Test
    void timeoutIsRejectedAndLeavesNoWork() {
        UnpackExecutor impatient = threads(Duration.ofMillis(50));
        try {
            assertThatThrownBy(() -> impatient.run(this::work))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            busy -> assertThat(busy.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
            // the thread is free again, since the work was interrupted
            impatient.run(() -> {});
        } finally {
            impatient.destroy();
        }
    }

    private void work() {
        begun.incrementAndGet();
        try {
            opened.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
