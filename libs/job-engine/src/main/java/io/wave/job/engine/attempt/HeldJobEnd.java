package io.wave.job.engine.attempt;

import io.wave.job.engine.attempt.Ended.How;
import io.wave.job.engine.log.JobLog;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.store.Change;
import io.wave.job.engine.store.JobRow;
import io.wave.job.engine.store.JobStore;
import io.wave.messaging.MessageTooLargeException;
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
 * Records how an attempt ended: once, and only if the job is still that attempt's. A database that is away is asked until
 * it answers; an end that it does not take is recorded as a failure instead, since asking again would change nothing.
 */
final class HeldJobEnd {

    private static final Logger logger = LoggerFactory.getLogger(HeldJobEnd.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int LAST_LINES = 10;

    private final JobRow row;
    private final JobStore store;
    private final JobLog log;

    HeldJobEnd(JobRow row, JobStore store, JobLog log) {
        this.row = row;
        this.store = store;
        this.log = log;
    }

    /** @return the job as it is now, if it has ended with this */
    Optional<Ended> record(Outcome outcome) throws InterruptedException {
        if (outcome instanceof Outcome.Failed(var reason, var _)
                && log.lastLines(1).isEmpty()) {
            log.line(reason);
        }
        log.flush();
        Outcome end = outcome;
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
            try {
                return tryToRecord(end);
            } catch (DataIntegrityViolationException
                    | InvalidDataAccessApiUsageException
                    | MessageTooLargeException refused) {
                if (!end.equals(outcome)) {
                    throw refused;
                }
                logger.atError()
                        .addKeyValue("jobId", row.id())
                        .setCause(refused)
                        .log("The end of a job cannot be stored");
                end = new Outcome.Failed("internal error of the worker: the end of the job could not be stored", null);
            } catch (DataAccessException | TransactionException away) {
                logger.atWarn()
                        .addKeyValue("jobId", row.id())
                        .log("The end of a job was not recorded yet: {}", away.getMessage());
                Thread.sleep(pause);
            }
        }
    }

    private Optional<Ended> tryToRecord(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded(var result, var note) -> end(new Change.Succeed(result, note), How.SUCCEEDED);
            case Outcome.Failed(var reason, var exitCode) -> end(new Change.Fail(reason, exitCode), How.FAILED);
            case Outcome.Lost(var reason) -> end(new Change.Fail(reason, null), How.LOST);
            case Outcome.Stopped() -> stopped();
            case Outcome.Detached() -> released(true);
            case Outcome.NeedsTools() ->
                end(new Change.Fail("internal error of the worker: there are no tools for it", null), How.FAILED);
        };
    }

    private Optional<Ended> end(Change.End end, How how) {
        Optional<JobRow> ended = store.end(row, end);
        if (ended.isEmpty()) {
            logger.atWarn()
                    .addKeyValue("jobId", row.id())
                    .addKeyValue("fence", row.fence())
                    .log("An attempt ended too late: the job has another one");
        }
        return ended.map(now -> new Ended(now, how));
    }

    /** What the job was told says what it means that it was stopped; one that was told nothing is handed back. */
    private Optional<Ended> stopped() {
        Optional<JobRow> present = store.find(row).filter(found -> found.fence() == row.fence());
        if (present.isEmpty()) {
            return Optional.empty();
        }
        return switch (present.get().job().state()) {
            case CANCELLING ->
                end(new Change.Fail("%s was cancelled".formatted(row.job().kind()), null), How.CANCELLED);
            case TIMING_OUT -> end(new Change.Fail(timedOut(), null), How.TIMED_OUT);
            case SUBMITTED, WAITING, QUEUED, RUNNING, PUSHING, SUCCEEDED, FAILED -> released(false);
        };
    }

    private Optional<Ended> released(boolean running) {
        store.release(row, running);
        return Optional.empty();
    }

    private String timedOut() {
        String words =
                "%s timed out: it did not end within %s".formatted(row.job().kind(), words(row.runTimeout()));
        List<String> lines = log.lastLines(LAST_LINES);
        return lines.isEmpty() ? words : words + ":\n" + String.join("\n", lines);
    }

    private static String words(Duration duration) {
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
