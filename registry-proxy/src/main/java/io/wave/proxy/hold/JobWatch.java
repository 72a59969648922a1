package io.wave.proxy.hold;

import io.wave.job.JobRecord;
import io.wave.token.RequestRecord.JobLink;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A job that pulls wait for, with those pulls. Accessed only within the map operations of {@link JobWatches}. */
final class JobWatch {

    private final JobLink job;
    private final Set<HeldPull> pulls = new HashSet<>();
    private @Nullable JobRecord latest;

    JobWatch(JobLink job) {
        this.job = job;
    }

    JobLink job() {
        return job;
    }

    /** The newest known record of the job; never a final one, since that ends the watch. */
    @Nullable
    JobRecord latest() {
        return latest;
    }

    /** Updates the record unless a newer one is known. */
    void update(JobRecord record) {
        if (latest == null || record.isNewerThan(latest)) {
            latest = record;
        }
    }

    void add(HeldPull pull) {
        pulls.add(pull);
    }

    void remove(HeldPull pull) {
        pulls.remove(pull);
    }

    boolean isEmpty() {
        return pulls.isEmpty();
    }

    List<HeldPull> pulls() {
        return List.copyOf(pulls);
    }
}
