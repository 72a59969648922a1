package io.wave.registry.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class DocumentMemoryTest {

    private static final int MIB = 1 << 20;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final DocumentMemory memory = new DocumentMemory(32 * MIB);

    @Test
    void memoryIsReleasedAtTheEnd() {
        assertThat(reading(4 * MIB, Mono.just(true)).block(LONG)).isTrue();
        assertThat(reading(4 * MIB, Mono.error(new IllegalStateException()))
                        .onErrorReturn(false)
                        .block(LONG))
                .isFalse();

        assertThat(memory.used()).isZero();
    }

    @Test
    void memoryIsReleasedOnCancellation() {
        reading(4 * MIB, Mono.never()).subscribe().dispose();

        assertThat(memory.used()).isZero();
    }

    @Test
    void operationWaitsForMemory() {
        List<CompletableFuture<Boolean>> ends = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            CompletableFuture<Boolean> end = new CompletableFuture<>();
            ends.add(end);
            reading(4 * MIB, Mono.fromFuture(end)).subscribe();
        }
        var waiting = reading(4 * MIB, Mono.just(true)).toFuture();
        assertThat(waiting).isNotDone();

        ends.getFirst().complete(true);

        await().atMost(LONG).until(waiting::isDone);
        assertThat(waiting).isCompletedWithValue(true);
    }

    @Test
    void longHolderIsCancelledForWaiters() {
        List<CompletableFuture<@Nullable Boolean>> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            held.add(reading(4 * MIB, Mono.<Boolean>never()).toFuture());
        }

        assertThat(reading(4 * MIB, Mono.just(true)).block(LONG)).isTrue();

        assertThat(held.getFirst())
                .failsWithin(LONG)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(RegistryException.class, failure -> {
                    assertThat(failure.failure()).isEqualTo(RegistryFailure.BUSY);
                    assertThat(failure.status()).isEqualTo(503);
                    assertThat(failure.retryAfter()).isPresent();
                });
        assertThat(held.getLast()).isNotDone();
    }

    @Test
    void largestHolderIsCancelled() {
        var idle = memory.limit(Mono.<Boolean>never()).toFuture();
        var small = reading(4 * MIB, Mono.<Boolean>never()).toFuture();
        var large = reading(8 * MIB, Mono.<Boolean>never()).toFuture();

        assertThat(reading(6 * MIB, Mono.just(true)).block(LONG)).isTrue();

        assertThat(large).failsWithin(LONG);
        assertThat(idle).isNotDone();
        assertThat(small).isNotDone();
    }

    @Test
    void nestedOperationIsCountedWithTheOuterOne() {
        Mono<Long> used = memory.limit(reading(MIB, Mono.just(true)).then(Mono.fromSupplier(memory::used)));

        assertThat(used.block(LONG)).isEqualTo(2L * MIB);
    }

    private Mono<Boolean> reading(int bytes, Mono<Boolean> then) {
        return memory.limit(Mono.deferContextual(context -> context.<DocumentReservation>get(DocumentReservation.class)
                .addBytes(bytes)
                .then(then)));
    }
}
