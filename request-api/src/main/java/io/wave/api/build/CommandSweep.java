package io.wave.api.build;

import io.wave.job.JobRecord;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Looks on every replica for builds whose command was lost or that nobody accepts, and for indexes that wait for nothing any more. */
@Component
class CommandSweep {

    private static final Logger LOG = LoggerFactory.getLogger(CommandSweep.class);

    private final Builds builds;
    private final IndexBuilds indexes;
    private final UnacceptedBuilds unaccepted;

    CommandSweep(Builds builds, IndexBuilds indexes, UnacceptedBuilds unaccepted) {
        this.builds = builds;
        this.indexes = indexes;
        this.unaccepted = unaccepted;
    }

    @Scheduled(fixedDelay = 5_000, initialDelay = 5_000)
    void sweep() {
        try {
            indexes.ripe().forEach(indexes::decide);
            unaccepted.overdue().forEach(this::end);
            unaccepted.abandoned().forEach(this::failAbandoned);
            int count = builds.commandAgain();
            if (count > 0) {
                LOG.atInfo().addKeyValue("count", count).log("Builds were commanded again");
            }
        } catch (DataAccessException | TransactionException away) {
            LOG.atWarn().setCause(away).log("Cannot look for unanswered builds");
        }
    }

    private void end(JobRecord build) {
        Optional<JobRecord> accepted = unaccepted.newer(build);
        if (accepted.isPresent()) {
            builds.apply(accepted.get());
        } else if (unaccepted.end(build.id())) {
            LOG.atWarn().addKeyValue("buildId", build.id()).log("No worker has accepted a build in time");
        }
    }

    private void failAbandoned(JobRecord build) {
        Optional<JobRecord> newer = unaccepted.newer(build);
        if (newer.isPresent()) {
            builds.apply(newer.get());
        } else if (unaccepted.failAbandoned(build.id())) {
            LOG.atWarn().addKeyValue("buildId", build.id()).log("No worker has reported the end of a build");
        }
    }
}
