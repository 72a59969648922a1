package io.wave.job.engine;

import io.wave.job.engine.log.JobLog;
import io.wave.store.ObjectStoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Records how an attempt ended: once, and only if the job is still that attempt's. The database is asked until it
 * answers; meanwhile nobody else can claim the job either.
 */
final class HeldJobEnd {

    private static final Logger logger = LoggerFactory.getLogger(HeldJobEnd.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int LOG_TRIES = 5;
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
    Optional<JobRow> record(Outcome outcome) throws InterruptedException {
        if (outcome instanceof Outcome.Failed(var reason, var _)
                && log.lastLines(1).isEmpty()) {
            log.line(reason);
        }
        if (!(outcome instanceof Outcome.Stopped)) {
            mergeLog();
        }
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
            try {
                return tryToRecord(outcome);
            } catch (DataAccessException | TransactionException away) {
                logger.atWarn()
                        .addKeyValue("jobId", row.id())
                        .log("The end of a job was not recorded yet: {}", away.getMessage());
                Thread.sleep(pause);
            }
        }
    }

    private Optional<JobRow> tryToRecord(Outcome outcome) throws InterruptedException {
        return switch (outcome) {
            case Outcome.Succeeded(var digest, var note) -> end(new Change.Succeed(digest, note));
            case Outcome.Failed(var reason, var exitCode) -> end(new Change.Fail(reason, exitCode));
            case Outcome.Stopped() -> stopped();
        };
    }

    private Optional<JobRow> end(Change.End end) {
        Optional<JobRow> ended = store.end(row, end);
        if (ended.isEmpty()) {
            logger.atWarn()
                    .addKeyValue("jobId", row.id())
                    .addKeyValue("attempt", row.attempt())
                    .log("An attempt ended too late: the job has another one");
        }
        return ended;
    }

    private Optional<JobRow> stopped() throws InterruptedException {
        Optional<JobRow> present = store.find(row).filter(found -> found.fence() == row.fence());
        if (present.isEmpty()) {
            return Optional.empty();
        }
        return switch (present.get().job().state()) {
            case CANCELLING -> stopped("%s was cancelled".formatted(row.job().kind()));
            case TIMING_OUT -> stopped(timedOut());
            case SUBMITTED, WAITING, QUEUED, RUNNING, PUSHING, SUCCEEDED, FAILED -> {
                store.release(row);
                yield Optional.empty();
            }
        };
    }

    private Optional<JobRow> stopped(String failure) throws InterruptedException {
        mergeLog();
        return end(new Change.Fail(failure, null));
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

    private void mergeLog() throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; tries <= LOG_TRIES; tries++) {
            try {
                log.merge();
                return;
            } catch (IOException | ObjectStoreException away) {
                logger.atWarn()
                        .addKeyValue("jobId", row.id())
                        .log("The log was not put together: {}", away.getMessage());
                Thread.sleep(pause);
                pause = longer(pause);
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
