package io.wave.api.build;

import io.wave.api.build.job.JobWords;
import io.wave.job.JobRecord;
import io.wave.job.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Listens to what happens to builds. */
@Component
class BuildEvents {

    private static final Logger LOG = LoggerFactory.getLogger(BuildEvents.class);

    private final Builds builds;
    private final JobWords words;

    BuildEvents(Builds builds, JobWords words) {
        this.builds = builds;
        this.words = words;
    }

    @KafkaListener(id = "build-events", idIsGroup = false, topics = Topics.BUILD_EVENTS)
    void on(JobRecord job) {
        if (builds.apply(job) && job.isFinal()) {
            LOG.atInfo()
                    .addKeyValue("buildId", job.id())
                    .addKeyValue("state", job.state())
                    .log("A build has ended");
        }
        words.restore(job);
    }
}
