package io.wave.proxy.hold;

import io.wave.job.JobRecord;
import io.wave.token.RequestRecord.BuildLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The builds that pulls on this replica wait for. A build is watched from its first pull until its last pull has left
 * or the build has ended: the thread that removes the watch from the map completes all its pulls, and a later pull starts a new
 * watch.
 */
final class BuildWatches {

    private final Map<String, BuildWatch> byBuildId = new ConcurrentHashMap<>();

    /** Adds a pull and returns what is known of its build. */
    JoinResult join(HeldPull pull) {
        JoinResult[] joined = new JoinResult[1];
        byBuildId.compute(key(pull.build()), (_, known) -> {
            BuildWatch watch = known == null ? new BuildWatch(pull.build()) : known;
            watch.add(pull);
            joined[0] = new JoinResult(known == null, watch.latest());
            return watch;
        });
        return joined[0];
    }

    /** Removes a pull, and the watch with its last pull. */
    void leave(HeldPull pull) {
        byBuildId.computeIfPresent(key(pull.build()), (_, watch) -> {
            watch.remove(pull);
            return watch.isEmpty() ? null : watch;
        });
    }

    /**
     * Updates the record of a build that has not ended; returns the pulls that were added before anything was known of
     * it.
     */
    List<HeldPull> update(JobRecord record) {
        List<HeldPull> waitingForRecord = new ArrayList<>();
        byBuildId.computeIfPresent(record.id(), (_, watch) -> {
            if (watch.latest() == null) {
                waitingForRecord.addAll(watch.pulls());
            }
            watch.update(record);
            return watch;
        });
        return waitingForRecord;
    }

    /** Ends the watch of a build and returns its pulls, which must now be answered. */
    List<HeldPull> end(String buildId) {
        BuildWatch watch = byBuildId.remove(buildId);
        return watch == null ? List.of() : watch.pulls();
    }

    List<HeldPull> pulls(BuildLink build) {
        List<HeldPull> pulls = new ArrayList<>();
        byBuildId.computeIfPresent(key(build), (_, watch) -> {
            pulls.addAll(watch.pulls());
            return watch;
        });
        return pulls;
    }

    Optional<JobRecord> latest(BuildLink build) {
        BuildWatch watch = byBuildId.get(key(build));
        return watch == null ? Optional.empty() : Optional.ofNullable(watch.latest());
    }

    List<BuildLink> builds() {
        return byBuildId.values().stream().map(BuildWatch::build).toList();
    }

    private static String key(BuildLink build) {
        return build.id().toString();
    }

    /**
     * What a pull finds when it is added.
     *
     * @param first whether the build must be looked up
     * @param latest the newest known record of the build
     */
    record JoinResult(boolean first, @Nullable JobRecord latest) {}
}
