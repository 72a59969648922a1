package io.wave.job.engine.attempt;

import io.wave.background.Backoff;
import io.wave.job.engine.attempt.EndedJob.Conclusion;
import io.wave.job.engine.log.JobLog;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.store.JobRow;
import io.wave.job.engine.store.JobStore;
import io.wave.job.engine.store.StateChange;
import io.wave.messaging.outbox.MessageTooLargeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.transaction.TransactionException;

/**
 * Records the outcome of an attempt: once, and only if the job still belongs to that attempt. While the database is
 * unavailable, recording is retried; an outcome that the database rejects is recorded as a failure instead, since a retry
 * would be rejected too.
 */
final class OutcomeRecorder {

    private static final Logger logger = LoggerFactory.getLogger(OutcomeRecorder.class);
    private static final Duration INITIAL_PAUSE = Duration.ofMillis(200);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
    private static final int LAST_LINES = 10;

    private final JobRow row;
    private final JobStore store;
    private final JobLog log;
    private final boolean broken;

    /** @param broken whether the attempt stopped without a request: it counts as lost if the job is launched again */
    OutcomeRecorder(JobRow row, JobStore store, JobLog log, boolean broken) {
        this.row = row;
        this.store = store;
        this.log = log;
        this.broken = broken;
    }

    /** @return the job in its final state, if this outcome ended it */
    Optional<EndedJob> record(Outcome outcome) throws InterruptedException {
        if (outcome instanceof Outcome.Failed(var reason, var _)
                && log.lastLines(1).isEmpty()) {
            log.line(reason);
        }
        log.flush();
        Backoff backoff = new Backoff(INITIAL_PAUSE, MAX_PAUSE);
        Outcome recorded = outcome;
        while (true) {
            try {
                return tryToRecord(recorded);
            } catch (DataIntegrityViolationException
                    | InvalidDataAccessApiUsageException
                    | MessageTooLargeException rejected) {
                if (!recorded.equals(outcome)) {
                    throw rejected;
                }
                logger.atError()
                        .addKeyValue("jobId", row.id())
                        .setCause(rejected)
                        .log("Outcome of job cannot be stored, recording a failure instead");
                recorded = new Outcome.Failed("internal error: the outcome of the job could not be stored", null);
            } catch (DataAccessException | TransactionException unavailable) {
                logger.atWarn()
                        .addKeyValue("jobId", row.id())
                        .log("Outcome of job not recorded, retrying: {}", unavailable.getMessage());
                backoff.sleep();
            }
        }
    }

    private Optional<EndedJob> tryToRecord(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded(var result, var note) ->
                end(new StateChange.Succeed(result, note), Conclusion.SUCCEEDED);
            case Outcome.Failed(var reason, var exitCode) ->
                end(new StateChange.Fail(reason, exitCode), Conclusion.FAILED);
            case Outcome.Lost(var reason) -> end(new StateChange.Fail(reason, null), Conclusion.LOST);
            case Outcome.Disrupted _, Outcome.Stopped() -> stopped();
            case Outcome.Detached() -> released(true);
            case Outcome.NeedsTools() ->
                end(new StateChange.Fail("internal error: the plan of the job has no tools", null), Conclusion.FAILED);
        };
    }

    private Optional<EndedJob> end(StateChange.End end, Conclusion conclusion) {
        Optional<JobRow> ended = store.end(row, end);
        if (ended.isEmpty()) {
            logger.atWarn()
                    .addKeyValue("jobId", row.id())
                    .addKeyValue("fence", row.fence())
                    .log("Outcome ignored: the job was claimed by another attempt");
        }
        return ended.map(now -> new EndedJob(now, conclusion));
    }

    /** The state of the job says why the attempt was stopped; without a request to stop, the job is released. */
    private Optional<EndedJob> stopped() {
        Optional<JobRow> present = store.find(row).filter(found -> found.fence() == row.fence());
        if (present.isEmpty()) {
            return Optional.empty();
        }
        return switch (present.get().job().state()) {
            case CANCELLING ->
                end(new StateChange.Fail("%s was cancelled".formatted(row.job().kind()), null), Conclusion.CANCELLED);
            case TIMING_OUT -> end(new StateChange.Fail(timedOut(), null), Conclusion.TIMED_OUT);
            case SUBMITTED, WAITING, QUEUED, RUNNING, PUSHING, SUCCEEDED, FAILED -> released(broken);
        };
    }

    private Optional<EndedJob> released(boolean running) {
        store.release(row, running);
        return Optional.empty();
    }

    private String timedOut() {
        String message = "%s timed out after %s".formatted(row.job().kind(), format(row.runTimeout()));
        List<String> lines = log.lastLines(LAST_LINES);
        return lines.isEmpty() ? message : message + ":\n" + String.join("\n", lines);
    }

    private static String format(Duration duration) {
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
