package io.wave.api.build.index;

import io.wave.build.BuildSpec.IndexEntry;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What to do with an index, given the state of the builds of its images. */
public sealed interface IndexDecision {

    /** At least one image is not built yet, and none has failed. */
    record Wait() implements IndexDecision {}

    /** All images exist. */
    record Make(List<IndexEntry> entries) implements IndexDecision {}

    /**
     * An image could not be built.
     *
     * @param failure the platform and the failure message of the image that failed
     * @param exitCode exit code of that image's build
     */
    record Fail(String failure, @Nullable Integer exitCode) implements IndexDecision {}

    /**
     * Decides from the jobs of the images that the index waits for, by their ids.
     *
     * @throws NullPointerException if a job is missing
     */
    static IndexDecision of(List<IndexEntry> entries, Map<String, JobRecord> jobs) {
        List<IndexEntry> made = new ArrayList<>();
        boolean complete = true;
        for (IndexEntry entry : entries) {
            JobRecord job = entry.digest() == null ? job(entry, jobs) : null;
            if (job != null && job.state() == JobState.FAILED) {
                String words = Objects.requireNonNullElse(job.failure(), "build failed");
                return new Fail(prefix(entry) + words, job.exitCode());
            }
            IndexEntry now = job == null || job.digest() == null ? entry : entry.made(job.digest());
            complete &= now.digest() != null;
            made.add(now);
        }
        return complete ? new Make(List.copyOf(made)) : new Wait();
    }

    /** The image because of which an index failed, found by its failure message. */
    static Optional<IndexEntry> failed(List<IndexEntry> entries, String failure) {
        return entries.stream()
                .filter(entry -> entry.digest() == null && failure.startsWith(prefix(entry)))
                .findFirst();
    }

    private static String prefix(IndexEntry entry) {
        return entry.platform() + ": ";
    }

    private static JobRecord job(IndexEntry entry, Map<String, JobRecord> jobs) {
        String id = Objects.requireNonNull(entry.build()).toString();
        return Objects.requireNonNull(jobs.get(id), id);
    }
}
