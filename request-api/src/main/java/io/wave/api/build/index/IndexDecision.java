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

/** What is to be done about an index, as its images stand. */
public sealed interface IndexDecision {

    /** At least one of its images is still being made, and none has failed. */
    record Wait() implements IndexDecision {}

    /** All of its images are there. */
    record Make(List<IndexEntry> entries) implements IndexDecision {}

    /**
     * It cannot be made.
     *
     * @param failure the words of the image that failed, and its platform
     * @param exitCode that image's
     */
    record Fail(String failure, @Nullable Integer exitCode) implements IndexDecision {}

    /**
     * Decides by the jobs of the entries that are awaited, by their ids.
     *
     * @throws NullPointerException if one of them is missing
     */
    static IndexDecision of(List<IndexEntry> entries, Map<String, JobRecord> jobs) {
        List<IndexEntry> made = new ArrayList<>();
        boolean complete = true;
        for (IndexEntry entry : entries) {
            JobRecord job = entry.digest() == null ? job(entry, jobs) : null;
            if (job != null && job.state() == JobState.FAILED) {
                String words = Objects.requireNonNullElse(job.failure(), "build failed");
                return new Fail(beginning(entry) + words, job.exitCode());
            }
            IndexEntry now = job == null || job.digest() == null ? entry : entry.made(job.digest());
            complete &= now.digest() != null;
            made.add(now);
        }
        return complete ? new Make(List.copyOf(made)) : new Wait();
    }

    /** Which of the entries an index failed with, by the words that it failed with. */
    static Optional<IndexEntry> failed(List<IndexEntry> entries, String failure) {
        return entries.stream()
                .filter(entry -> entry.digest() == null && failure.startsWith(beginning(entry)))
                .findFirst();
    }

    private static String beginning(IndexEntry entry) {
        return entry.platform() + ": ";
    }

    private static JobRecord job(IndexEntry entry, Map<String, JobRecord> jobs) {
        String id = Objects.requireNonNull(entry.build()).toString();
        return Objects.requireNonNull(jobs.get(id), id);
    }
}
