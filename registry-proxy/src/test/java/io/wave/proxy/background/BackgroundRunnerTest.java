package io.wave.proxy.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class BackgroundRunnerTest {

    private static final Duration INTERVAL = Duration.ofMillis(10);

    @Test
    void taskThatRunsOutOfMemoryIsRestarted() {
        var passes = new AtomicInteger();
        Mono<Void> pass = Mono.fromRunnable(() -> {
            if (passes.incrementAndGet() == 1) {
                throw new OutOfMemoryError("thrown by the test");
            }
        });
        BackgroundTask work = () ->
                BackgroundTask.onTrigger(Flux.interval(INTERVAL).onBackpressureDrop(), pass, Duration.ofMillis(200));
        var runner = new BackgroundRunner(List.of(work));
        runner.start();
        try {
            await().untilAsserted(() -> assertThat(passes).hasValueGreaterThan(3));
        } finally {
            runner.stop();
        }
    }

    @Test
    void taskThatCannotStartIsRetried() {
        var begun = new AtomicInteger();
        BackgroundTask work = () -> {
            if (begun.incrementAndGet() == 1) {
                throw new StackOverflowError("thrown by the test");
            }
            return Flux.never();
        };
        var runner = new BackgroundRunner(List.of(work));
        runner.start();
        try {
            await().untilAsserted(() -> assertThat(begun).hasValue(2));
        } finally {
            runner.stop();
        }
    }
}
