package io.wave.api.job;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Runs on every replica. Sends lost commands again, and fails jobs that no worker accepts or ends. */
@Component
class JobSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(JobSweeper.class);

    private final List<JobLifecycle<?>> kinds;

    JobSweeper(List<JobLifecycle<?>> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    @Scheduled(fixedDelay = 5_000, initialDelay = 5_000)
    void sweep() {
        try {
            kinds.forEach(JobLifecycle::sweep);
        } catch (DataAccessException | TransactionException unavailable) {
            LOG.atWarn().setCause(unavailable).log("Cannot check for unanswered jobs");
        }
    }
}
