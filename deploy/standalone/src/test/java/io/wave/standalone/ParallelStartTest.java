package io.wave.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ParallelStartTest {

    private final ParallelStart starts = new ParallelStart(
            new Progress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)));
    private final List<String> closed = Collections.synchronizedList(new ArrayList<>());

    @Test
    void returnsStartedParts() {
        var one = starts.start("one", () -> () -> closed.add("one"));
        starts.await();
        assertThat(one).isCompleted();
        assertThat(closed).isEmpty();
    }

    @Test
    void failedStartClosesOthers() {
        var one = starts.start("one", () -> () -> closed.add("one"));
        var two = starts.start("two", () -> {
            throw new IllegalStateException("no room");
        });
        var three = starts.start("three", () -> () -> closed.add("three"));
        assertThatThrownBy(starts::await)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no room");
        assertThat(closed).containsExactlyInAnyOrder("one", "three");
        assertThat(List.of(one, three)).allMatch(CompletableFuture::isDone);
        assertThat(two).isCompletedExceptionally();
    }

    @Test
    void failureThatMakesOthersFailLaterIsReported() {
        Thread caller = Thread.currentThread();
        CompletableFuture<AutoCloseable> first = starts.start("first", () -> {
            throw new IllegalStateException("the reason");
        });
        first.handle((_, _) -> "ended").join();
        // As a service that waits for another one: it fails while the others are being closed.
        var _ = starts.start("second", () -> {
            awaitWaiting(caller);
            return first.join();
        });
        assertThatThrownBy(starts::await)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the reason");
    }

    private static void awaitWaiting(Thread thread) {
        long start = System.nanoTime();
        while (thread.getState() != Thread.State.WAITING && System.nanoTime() - start < 10_000_000_000L) {
            Thread.onSpinWait();
        }
    }
}
