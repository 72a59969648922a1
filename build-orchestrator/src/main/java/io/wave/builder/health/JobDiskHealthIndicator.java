package io.wave.builder.health;

import io.wave.job.engine.scheduler.JobDisk;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Out of service while disk space is too low to start builds. Running builds continue, and new ones start when there is space. */
@Component
class JobDiskHealthIndicator extends AbstractHealthIndicator {

    private final JobDisk disk;

    JobDiskHealthIndicator(JobDisk disk) {
        this.disk = disk;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        disk.shortage().ifPresentOrElse(reason -> builder.outOfService().withDetail("shortage", reason), builder::up);
    }
}
