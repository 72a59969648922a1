package io.wave.job.engine.scheduler;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wave.job.engine.runner.Runner;
import io.wave.store.FreeSpace;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the work directory of this replica has enough free space to start jobs. Changes are logged. */
public final class JobDisk {

    private static final Logger log = LoggerFactory.getLogger(JobDisk.class);

    private final FreeSpace space;
    private final Collection<Runner> runners;
    private volatile boolean wasShort;

    public JobDisk(FreeSpace space, Collection<? extends Runner> runners, MeterRegistry meters) {
        this.space = space;
        this.runners = List.copyOf(runners);
        Gauge.builder("wave.jobs.free.space", space, FreeSpace::bytes)
                .baseUnit("bytes")
                .description("free disk space in the work directory of jobs")
                .register(meters);
    }

    /** Describes the shortage; empty while jobs can be started. */
    public Optional<String> shortage() {
        return space.shortage();
    }

    /** Whether jobs can be started; where not, removes what ended attempts have left and checks again. */
    boolean hasSpace() {
        if (shortage().isEmpty()) {
            return report(Optional.empty());
        }
        runners.forEach(Runner::freeDiskSpace);
        return report(shortage());
    }

    private boolean report(Optional<String> shortage) {
        if (shortage.isPresent() != wasShort) {
            wasShort = shortage.isPresent();
            shortage.ifPresentOrElse(
                    reason -> log.atError().log("No jobs are started: {}", reason),
                    () -> log.atInfo().log("Disk space available again, starting jobs"));
        }
        return shortage.isEmpty();
    }
}
