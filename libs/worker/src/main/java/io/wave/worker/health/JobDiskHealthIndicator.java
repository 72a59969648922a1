package io.wave.worker.health;

import io.wave.job.engine.scheduler.JobDisk;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Out of service while disk space is too low to start jobs. Running jobs continue, and new ones start when there is space. */
public final class JobDiskHealthIndicator extends AbstractHealthIndicator {

    private final JobDisk disk;

    public JobDiskHealthIndicator(JobDisk disk) {
        this.disk = disk;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        disk.shortage().ifPresentOrElse(reason -> builder.outOfService().withDetail("shortage", reason), builder::up);
    }
}
