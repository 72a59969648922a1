package io.wave.api.build;

import io.wave.api.build.job.JobStatusCache;
import io.wave.job.JobRecord;
import io.wave.job.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Consumes build events. */
@Component
class BuildEvents {

    private static final Logger LOG = LoggerFactory.getLogger(BuildEvents.class);

    private final BuildService builds;
    private final JobStatusCache statusCache;

    BuildEvents(BuildService builds, JobStatusCache statusCache) {
        this.builds = builds;
        this.statusCache = statusCache;
    }

    @KafkaListener(id = "build-events", idIsGroup = false, topics = Topics.BUILD_EVENTS)
    void on(JobRecord job) {
        if (builds.apply(job) && job.isFinal()) {
            LOG.atInfo()
                    .addKeyValue("buildId", job.id())
                    .addKeyValue("state", job.state())
                    .log("A build has ended");
        }
        statusCache.restore(job);
    }
}
