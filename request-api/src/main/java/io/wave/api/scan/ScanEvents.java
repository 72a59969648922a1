package io.wave.api.scan;

import io.wave.api.job.JobLifecycle;
import io.wave.job.JobRecord;
import io.wave.job.Topics;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Consumes scan events. */
@Component
class ScanEvents {

    private final JobLifecycle<ScanEntity> scans;

    ScanEvents(JobLifecycle<ScanEntity> scans) {
        this.scans = scans;
    }

    @KafkaListener(id = "scan-events", idIsGroup = false, topics = Topics.SCAN_EVENTS)
    void on(JobRecord job) {
        scans.onEvent(job);
    }
}
