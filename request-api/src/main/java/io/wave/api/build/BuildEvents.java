package io.wave.api.build;

import io.wave.api.job.JobLifecycle;
import io.wave.job.JobRecord;
import io.wave.job.Topics;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Consumes build events. */
@Component
class BuildEvents {

    private final JobLifecycle<BuildEntity> builds;

    BuildEvents(JobLifecycle<BuildEntity> builds) {
        this.builds = builds;
    }

    @KafkaListener(id = "build-events", idIsGroup = false, topics = Topics.BUILD_EVENTS)
    void on(JobRecord job) {
        builds.onEvent(job);
    }
}
