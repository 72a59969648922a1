package io.wave.messaging;

import io.wave.messaging.OutboxTable.ClaimedRow;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Rows on their way to Kafka. Sending begins in the first quarter of the claim only, since without a broker each send
 * blocks for a while, and answers are awaited until three quarters of it are over: what has not been answered by then
 * has been given up by the producer too, before another replica may take the row.
 */
final class SendBatch {

    private final KafkaOperations<String, String> kafka;
    private final CloudEvents events;
    private final Duration claim;
    private final Map<Long, CompletableFuture<?>> sends = new HashMap<>();
    private final long start = System.nanoTime();
    private boolean unanswered;

    SendBatch(KafkaOperations<String, String> kafka, CloudEvents events, Duration claim) {
        this.kafka = kafka;
        this.events = events;
        this.claim = claim;
    }

    /** Sends as many rows as the time allows and waits for the answers. */
    void send(List<ClaimedRow> rows) throws InterruptedException {
        long lastStart = claim.toNanos() / 4;
        for (ClaimedRow row : rows) {
            if (System.nanoTime() - start > lastStart) {
                break;
            }
            sends.put(row.id(), send(row));
        }
        await(CompletableFuture.allOf(sends.values().toArray(CompletableFuture[]::new)));
    }

    private void await(CompletableFuture<Void> answers) throws InterruptedException {
        long left = claim.toNanos() * 3 / 4 - (System.nanoTime() - start);
        try {
            answers.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException noAnswer) {
            unanswered = true;
            sends.values().forEach(send -> send.cancel(false));
        } catch (ExecutionException someFailed) {
            sends.values().forEach(send -> send.cancel(false));
        }
    }

    private CompletableFuture<?> send(ClaimedRow row) {
        try {
            return kafka.send(events.record(row));
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** Whether the producer said nothing of some rows, though it gives up before we do: it is not alive. */
    boolean isUnanswered() {
        return unanswered;
    }

    boolean isSent(ClaimedRow row) {
        CompletableFuture<?> send = sends.get(row.id());
        return send != null && send.isDone() && !send.isCompletedExceptionally();
    }

    boolean isUntried(ClaimedRow row) {
        return !sends.containsKey(row.id());
    }

    boolean isFailed(ClaimedRow row) {
        return !isSent(row) && !isUntried(row);
    }

    /** Why a row failed, in words. */
    String failureOf(ClaimedRow row) {
        CompletableFuture<?> send = sends.get(row.id());
        return send != null && send.state() == CompletableFuture.State.FAILED
                ? NestedExceptionUtils.getMostSpecificCause(send.exceptionNow()).toString()
                : "no answer in time";
    }
}
