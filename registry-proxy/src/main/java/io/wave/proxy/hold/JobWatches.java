package io.wave.proxy.hold;

import io.wave.job.JobRecord;
import io.wave.token.RequestRecord.JobLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that pulls on this replica wait for. A job is watched from its first pull until its last pull has left
 * or the job has ended: the thread that removes the watch from the map completes all its pulls, and a later pull starts a new
 * watch.
 */
final class JobWatches {

    private final Map<String, JobWatch> byJobId = new ConcurrentHashMap<>();

    /** Adds a pull and returns what is known of its job. */
    JoinResult join(HeldPull pull) {
        JoinResult[] joined = new JoinResult[1];
        byJobId.compute(key(pull.job()), (_, known) -> {
            JobWatch watch = known == null ? new JobWatch(pull.job()) : known;
            watch.add(pull);
            joined[0] = new JoinResult(known == null, watch.latest());
            return watch;
        });
        return joined[0];
    }

    /** Removes a pull, and the watch with its last pull. */
    void leave(HeldPull pull) {
        byJobId.computeIfPresent(key(pull.job()), (_, watch) -> {
            watch.remove(pull);
            return watch.isEmpty() ? null : watch;
        });
    }

    /**
     * Updates the record of a job that has not ended; returns the pulls that were added before anything was known of
     * it.
     */
    List<HeldPull> update(JobRecord record) {
        List<HeldPull> waitingForRecord = new ArrayList<>();
        byJobId.computeIfPresent(record.id(), (_, watch) -> {
            if (watch.latest() == null) {
                waitingForRecord.addAll(watch.pulls());
            }
            watch.update(record);
            return watch;
        });
        return waitingForRecord;
    }

    /** Ends the watch of a job and returns its pulls, which must now be answered. */
    List<HeldPull> end(String jobId) {
        JobWatch watch = byJobId.remove(jobId);
        return watch == null ? List.of() : watch.pulls();
    }

    List<HeldPull> pulls(JobLink job) {
        List<HeldPull> pulls = new ArrayList<>();
        byJobId.computeIfPresent(key(job), (_, watch) -> {
            pulls.addAll(watch.pulls());
            return watch;
        });
        return pulls;
    }

    Optional<JobRecord> latest(JobLink job) {
        JobWatch watch = byJobId.get(key(job));
        return watch == null ? Optional.empty() : Optional.ofNullable(watch.latest());
    }

    List<JobLink> jobs() {
        return byJobId.values().stream().map(JobWatch::job).toList();
    }

    private static String key(JobLink job) {
        return job.id().toString();
    }

    /**
     * What a pull finds when it is added.
     *
     * @param first whether the job must be looked up
     * @param latest the newest known record of the job
     */
    record JoinResult(boolean first, @Nullable JobRecord latest) {}
}
