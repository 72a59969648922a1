package io.wave.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wave.api.web.problem.ApiException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class PasswordCheckLimiterTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void concurrentChecksAreLimited() {
        PasswordCheckLimiter hashing = new PasswordCheckLimiter(2);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Boolean>> all = IntStream.range(0, 20)
                .mapToObj(_ -> start(() -> hashing.compare(() -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    running.decrementAndGet();
                    return true;
                })))
                .toList();
        all.forEach(one -> assertThat(one).succeedsWithin(LONG).isEqualTo(true));
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void checkThatCannotStartIsRejected() {
        PasswordCheckLimiter hashing = new PasswordCheckLimiter(1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        var first = start(() -> hashing.compare(() -> {
            begun.countDown();
            return await(end);
        }));
        assertThat(await(begun)).isTrue();
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> hashing.compare(() -> true))
                .satisfies(error -> assertThat(error.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE))
                .satisfies(error -> assertThat(error.retryAfter()).isPresent());
        end.countDown();
        assertThat(first).succeedsWithin(LONG).isEqualTo(true);
        assertThat(hashing.compare(() -> true)).isTrue();
    }

    private static CompletableFuture<Boolean> start(Supplier<Boolean> work) {
        return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
