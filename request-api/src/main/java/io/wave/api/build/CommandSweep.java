package io.wave.api.build;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Looks on every replica for builds whose command was lost, and for indexes that wait for nothing any more. */
@Component
class CommandSweep {

    private static final Logger LOG = LoggerFactory.getLogger(CommandSweep.class);

    private final Builds builds;
    private final IndexBuilds indexes;

    CommandSweep(Builds builds, IndexBuilds indexes) {
        this.builds = builds;
        this.indexes = indexes;
    }

    @Scheduled(fixedDelay = 5_000, initialDelay = 5_000)
    void sweep() {
        try {
            indexes.ripe().forEach(indexes::decide);
            int count = builds.commandAgain();
            if (count > 0) {
                LOG.atInfo().addKeyValue("count", count).log("Builds were commanded again");
            }
        } catch (DataAccessException | TransactionException away) {
            LOG.atWarn().setCause(away).log("Cannot look for unanswered builds");
        }
    }
}
