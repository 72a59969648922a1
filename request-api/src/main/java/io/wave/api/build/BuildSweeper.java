package io.wave.api.build;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Runs on every replica. Decides on indexes whose images have been built. */
@Component
class BuildSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(BuildSweeper.class);

    private final IndexBuildService indexes;

    BuildSweeper(IndexBuildService indexes) {
        this.indexes = indexes;
    }

    @Scheduled(fixedDelay = 5_000, initialDelay = 5_000)
    void sweep() {
        try {
            indexes.undecided().forEach(indexes::decide);
        } catch (DataAccessException | TransactionException unavailable) {
            LOG.atWarn().setCause(unavailable).log("Cannot check for undecided indexes");
        }
    }
}
