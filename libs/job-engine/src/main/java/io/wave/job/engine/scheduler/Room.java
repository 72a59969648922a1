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

/** Whether this replica has the disk space to begin jobs. Said when it changes, and in {@code wave.jobs.free.space}. */
public final class Room {

    private static final Logger log = LoggerFactory.getLogger(Room.class);

    private final FreeSpace space;
    private final Collection<Runner> runners;
    private volatile boolean wasShort;

    public Room(FreeSpace space, Collection<? extends Runner> runners, MeterRegistry meters) {
        this.space = space;
        this.runners = List.copyOf(runners);
        Gauge.builder("wave.jobs.free.space", space, FreeSpace::bytes)
                .baseUnit("bytes")
                .description("free space of the disk that jobs work on")
                .register(meters);
    }

    /** What is short, in words; empty while jobs can be begun. */
    public Optional<String> shortage() {
        return space.shortage();
    }

    /** Whether jobs can be begun; where not, what earlier ones left is removed first. */
    boolean suffices() {
        if (shortage().isEmpty()) {
            return told(Optional.empty());
        }
        runners.forEach(Runner::makeRoom);
        return told(shortage());
    }

    private boolean told(Optional<String> shortage) {
        if (shortage.isPresent() != wasShort) {
            wasShort = shortage.isPresent();
            shortage.ifPresentOrElse(
                    words -> log.atError().log("No jobs are begun: {}", words),
                    () -> log.atInfo().log("There is disk space again: jobs are begun"));
        }
        return shortage.isEmpty();
    }
}
