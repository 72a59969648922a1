package io.wave.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackgroundTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void count() {
        Metrics.addRegistry(meters);
    }

    @AfterEach
    void stopCounting() {
        Metrics.removeRegistry(meters);
    }

    @Test
    void failedLoopIsRestartedAndReported() throws Exception {
        var begun = new AtomicInteger();
        var stopped = new CountDownLatch(1);
        Thread thread = Background.start("loop", () -> {
            if (begun.incrementAndGet() == 1) {
                throw new OutOfMemoryError("thrown by the test");
            }
            await().until(() -> stopped.getCount() == 0);
        });
        await().untilAsserted(() -> assertThat(begun).hasValue(2));
        assertThat(failures("loop")).isOne();
        stopped.countDown();
        assertThat(thread.join(java.time.Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void failedTaskRunsAgain() {
        var runs = new AtomicInteger();
        try (ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor()) {
            ScheduledFuture<?> task = executor.scheduleWithFixedDelay(
                    Background.task("task", () -> {
                        runs.incrementAndGet();
                        throw new StackOverflowError("thrown by the test");
                    }),
                    0,
                    1,
                    TimeUnit.MILLISECONDS);
            await().untilAsserted(() -> assertThat(runs).hasValueGreaterThan(2));
            task.cancel(false);
        }
        assertThat(failures("task")).isGreaterThan(2);
    }

    @Test
    void itemThatFailsStopsNoOther() {
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        Background.forEach("items", List.of(1, 2, 3), item -> {
            if (item == 1) {
                throw new IllegalStateException("thrown by the test");
            }
            done.add(item);
        });
        assertThat(done).containsExactlyInAnyOrder(2, 3);
        assertThat(failures("items")).isOne();
    }

    private double failures(String work) {
        return meters.get("wave.background.failures")
                .tag("work", work)
                .counter()
                .count();
    }
}
