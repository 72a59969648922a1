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
 * The builds that pulls of this replica wait for. A build is watched from its first pull to its last, or to its end:
 * whoever takes the watch out of the map takes all its pulls, and a pull that comes later begins a new watch.
 */
final class BuildWatches {

    private final Map<String, BuildWatch> byBuildId = new ConcurrentHashMap<>();

    /** Adds a pull; tells what is known of its build. */
    Joined join(HeldPull pull) {
        Joined[] joined = new Joined[1];
        byBuildId.compute(key(pull.build()), (_, known) -> {
            BuildWatch watch = known == null ? new BuildWatch(pull.build()) : known;
            watch.add(pull);
            joined[0] = new Joined(known == null, watch.latest());
            return watch;
        });
        return joined[0];
    }

    /** Removes a pull, and the watch with the last of them. */
    void leave(HeldPull pull) {
        byBuildId.computeIfPresent(key(pull.build()), (_, watch) -> {
            watch.remove(pull);
            return watch.isEmpty() ? null : watch;
        });
    }

    /** Takes in a live record; gives the pulls that came before anything was known of their build. */
    List<HeldPull> hear(JobRecord record) {
        List<HeldPull> uninformed = new ArrayList<>();
        byBuildId.computeIfPresent(record.id(), (_, watch) -> {
            if (watch.latest() == null) {
                uninformed.addAll(watch.pulls());
            }
            watch.hear(record);
            return watch;
        });
        return uninformed;
    }

    /** Ends the watch of a build; gives the pulls that are now to be answered. */
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
     * What a pull finds when it joins.
     *
     * @param first whether nobody has looked for its build yet
     * @param latest what is known of the build
     */
    record Joined(boolean first, @Nullable JobRecord latest) {}
}
