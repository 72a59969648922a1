package io.wave.api.mirror;

import io.wave.api.job.JobLifecycle;
import io.wave.job.JobRecord;
import io.wave.job.Topics;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Consumes mirror events. */
@Component
class MirrorEvents {

    private final JobLifecycle<MirrorEntity> mirrors;

    MirrorEvents(JobLifecycle<MirrorEntity> mirrors) {
        this.mirrors = mirrors;
    }

    @KafkaListener(id = "mirror-events", idIsGroup = false, topics = Topics.MIRROR_EVENTS)
    void on(JobRecord job) {
        mirrors.onEvent(job);
    }
}
