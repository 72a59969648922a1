package io.wave.api.build;

import io.wave.job.JobRecord;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Runs on every replica. Sends lost commands again, fails builds that no worker accepts or ends, and decides on indexes
 * whose images have been built.
 */
@Component
class BuildSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(BuildSweeper.class);

    private final BuildService builds;
    private final IndexBuildService indexes;
    private final OverdueBuilds unaccepted;

    BuildSweeper(BuildService builds, IndexBuildService indexes, OverdueBuilds unaccepted) {
        this.builds = builds;
        this.indexes = indexes;
        this.unaccepted = unaccepted;
    }

    @Scheduled(fixedDelay = 5_000, initialDelay = 5_000)
    void sweep() {
        try {
            indexes.undecided().forEach(indexes::decide);
            unaccepted.overdue().forEach(this::end);
            unaccepted.abandoned().forEach(this::failAbandoned);
            int count = builds.resendCommands();
            if (count > 0) {
                LOG.atInfo().addKeyValue("count", count).log("Build commands were sent again");
            }
        } catch (DataAccessException | TransactionException unavailable) {
            LOG.atWarn().setCause(unavailable).log("Cannot check for unanswered builds");
        }
    }

    private void end(JobRecord build) {
        Optional<JobRecord> accepted = unaccepted.newer(build);
        if (accepted.isPresent()) {
            builds.apply(accepted.get());
        } else if (unaccepted.end(build.id())) {
            LOG.atWarn()
                    .addKeyValue("buildId", build.id())
                    .log("A build was not accepted in time and is marked as failed");
        }
    }

    private void failAbandoned(JobRecord build) {
        Optional<JobRecord> newer = unaccepted.newer(build);
        if (newer.isPresent()) {
            builds.apply(newer.get());
        } else if (unaccepted.failAbandoned(build.id())) {
            LOG.atWarn()
                    .addKeyValue("buildId", build.id())
                    .log("A build was not completed in time and is marked as failed");
        }
    }
}
