package io.wave.messaging.outbox;

import io.wave.messaging.outbox.OutboxTable.ClaimedRow;
import io.wave.tracing.Traces;
import io.wave.tracing.WorkSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Rows that were handed to the producer and have no recorded outcome yet, across runs: a slow answer does not delay other
 * rows. Rows are sent in the first quarter of their claim only, since a send blocks for a while without a broker, and an
 * answer is awaited for three quarters of it: by then the producer has given up too, before another replica may claim the
 * row.
 */
final class SendsInFlight {

    private final KafkaOperations<String, String> kafka;
    private final CloudEvents events;
    private final Traces traces;
    private final Duration claim;
    private final Map<Long, Send> sends = new LinkedHashMap<>();

    SendsInFlight(KafkaOperations<String, String> kafka, CloudEvents events, Traces traces, Duration claim) {
        this.kafka = kafka;
        this.events = events;
        this.traces = traces;
        this.claim = claim;
    }

    int size() {
        return sends.size();
    }

    /**
     * Hands rows to the producer that were claimed at this time, of {@link System#nanoTime}.
     *
     * @return rows for which there was no time
     */
    List<ClaimedRow> send(List<ClaimedRow> rows, long claimedAt) {
        List<ClaimedRow> unsent = new ArrayList<>();
        Map<String, CompletableFuture<?>> absentTopics = new HashMap<>();
        for (ClaimedRow row : rows) {
            if (System.nanoTime() - claimedAt > claim.toNanos() / 4) {
                unsent.add(row);
                continue;
            }
            // After one timeout a topic is not waited for again in this run.
            CompletableFuture<?> absent = absentTopics.get(row.topic());
            CompletableFuture<?> answer = absent == null ? send(row) : absent;
            if (answer.isCompletedExceptionally() && isTimeout(answer.exceptionNow())) {
                absentTopics.put(row.topic(), answer);
            }
            sends.put(row.id(), new Send(row, answer, claimedAt + claim.toNanos() * 3 / 4));
        }
        return unsent;
    }

    private CompletableFuture<?> send(ClaimedRow row) {
        String trace = row.traceparent();
        if (trace == null) {
            return sendNow(row);
        }
        try (WorkSpan _ = traces.continued("outbox", "outbox " + row.topic(), trace)) {
            return sendNow(row);
        }
    }

    private CompletableFuture<?> sendNow(ClaimedRow row) {
        try {
            return kafka.send(events.record(row));
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** Waits until all have been answered, at most for this time. */
    void await(Duration limit) throws InterruptedException {
        CompletableFuture<?>[] answers =
                sends.values().stream().map(Send::answer).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(answers).get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | java.util.concurrent.TimeoutException ignored) {
            // The outcome of each send is read from its own future.
        }
    }

    /** Sends that are answered or given up at this time, in the order in which they were sent. */
    List<Send> settled(long now) {
        return sends.values().stream()
                .filter(send -> send.answer().isDone() || send.isUnanswered(now))
                .toList();
    }

    void remove(List<Send> settled) {
        settled.forEach(send -> sends.remove(send.row().id()));
    }

    private static boolean isTimeout(@Nullable Throwable failure) {
        return failure != null && (failure instanceof TimeoutException || isTimeout(failure.getCause()));
    }

    /**
     * One row.
     *
     * @param giveUpAt in the time of {@link System#nanoTime}
     */
    record Send(ClaimedRow row, CompletableFuture<?> answer, long giveUpAt) {

        boolean isSent() {
            return answer.state() == CompletableFuture.State.SUCCESS;
        }

        /** Whether the producer has not answered although its own timeout is shorter: it is dead. */
        boolean isUnanswered(long now) {
            return !answer.isDone() && now - giveUpAt > 0;
        }

        /** Why it failed. */
        String failure() {
            return answer.state() == CompletableFuture.State.FAILED
                    ? NestedExceptionUtils.getMostSpecificCause(answer.exceptionNow())
                            .toString()
                    : "no response in time";
        }
    }
}
