package io.wave.messaging;

import io.wave.messaging.OutboxTable.ClaimedRow;
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
 * Rows that the producer has, across passes: one whose answer takes long keeps no other waiting. Sending begins in the
 * first quarter of the claim only, since without a broker a send blocks for a while, and an answer is awaited until three
 * quarters of it are over: what has not been answered by then has been given up by the producer too, before another
 * replica may take the row.
 */
final class SendsInFlight {

    private final KafkaOperations<String, String> kafka;
    private final CloudEvents events;
    private final Duration claim;
    private final Map<Long, Send> sends = new LinkedHashMap<>();

    SendsInFlight(KafkaOperations<String, String> kafka, CloudEvents events, Duration claim) {
        this.kafka = kafka;
        this.events = events;
        this.claim = claim;
    }

    int size() {
        return sends.size();
    }

    /**
     * Hands rows to the producer that were claimed at this moment.
     *
     * @return those that the time did not allow for
     */
    List<ClaimedRow> send(List<ClaimedRow> rows, long claimedAt) {
        List<ClaimedRow> untried = new ArrayList<>();
        Map<String, CompletableFuture<?>> absentTopics = new HashMap<>();
        for (ClaimedRow row : rows) {
            if (System.nanoTime() - claimedAt > claim.toNanos() / 4) {
                untried.add(row);
                continue;
            }
            // A topic that was waited for in vain is not waited for again in this pass.
            CompletableFuture<?> absent = absentTopics.get(row.topic());
            CompletableFuture<?> answer = absent == null ? send(row) : absent;
            if (answer.isCompletedExceptionally() && isTimeout(answer.exceptionNow())) {
                absentTopics.put(row.topic(), answer);
            }
            sends.put(row.id(), new Send(row, answer, claimedAt + claim.toNanos() * 3 / 4));
        }
        return untried;
    }

    private CompletableFuture<?> send(ClaimedRow row) {
        try {
            return kafka.send(events.record(row));
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** Waits until all have been answered, but no longer than this. */
    void await(Duration limit) throws InterruptedException {
        CompletableFuture<?>[] answers =
                sends.values().stream().map(Send::answer).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(answers).get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | java.util.concurrent.TimeoutException notAllWell) {
            // Each says itself what became of it.
        }
    }

    /** Those that were answered or given up, in the order in which they were sent. */
    List<Send> settled() {
        long now = System.nanoTime();
        return sends.values().stream()
                .filter(send -> send.answer().isDone() || send.isUnanswered(now))
                .toList();
    }

    void forget(List<Send> settled) {
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

        /** Whether the producer says nothing, though it gives up before we do: it is not alive. */
        boolean isUnanswered(long now) {
            return !answer.isDone() && now - giveUpAt > 0;
        }

        /** Why it failed, in words. */
        String failure() {
            return answer.state() == CompletableFuture.State.FAILED
                    ? NestedExceptionUtils.getMostSpecificCause(answer.exceptionNow())
                            .toString()
                    : "no answer in time";
        }
    }
}
