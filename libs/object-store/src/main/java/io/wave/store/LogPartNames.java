package io.wave.store;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of the parts of job logs, {@code logs/<job id>/<attempt>-<part>}, and of the progress beside them, {@code logs/<job
 * id>/<attempt>-progress.json}. The log of a job consists of the parts of its newest attempt. Objects of earlier attempts may
 * still exist, or may even be written later.
 */
public final class LogPartNames {

    /** Pattern of the last component of a part's name; the group is the attempt. */
    public static final String PART = "(?:([0-9]{9})-)?[0-9]{6,9}";

    /** Pattern of the last component of the name of a progress; the group is the attempt. */
    public static final String PROGRESS = "([0-9]{9})-progress[.]json";

    private static final long MAX = 1_000_000_000;
    private static final Pattern PART_NAME = Pattern.compile("logs/[^/]+/" + PART);
    private static final Pattern PROGRESS_NAME = Pattern.compile("logs/[^/]+/" + PROGRESS);

    private LogPartNames() {}

    /** The name of a part. Names sort by attempt, then by part. */
    public static ObjectName name(String jobId, long attempt, int part) {
        if (attempt < 0 || attempt >= MAX || part < 0 || part >= MAX) {
            throw new IllegalArgumentException("invalid log part: %d-%d".formatted(attempt, part));
        }
        return new ObjectName("logs/%s/%09d-%09d".formatted(jobId, attempt, part));
    }

    /** The name of the progress of an attempt. */
    public static ObjectName progress(String jobId, long attempt) {
        if (attempt < 0 || attempt >= MAX) {
            throw new IllegalArgumentException("invalid attempt: %d".formatted(attempt));
        }
        return new ObjectName("logs/%s/%09d-progress.json".formatted(jobId, attempt));
    }

    /** The parts of the newest attempt of a job, in order. */
    public static List<ObjectName> newest(ObjectStore store, String jobId) {
        return newest(store.list(folder(jobId)).stream()
                .filter(name -> PART_NAME.matcher(name.path()).matches())
                .toList());
    }

    /** The progress of the newest attempt of a job; empty if that attempt has a log only. */
    public static Optional<ObjectName> newestProgress(ObjectStore store, String jobId) {
        return newestProgress(all(store, jobId));
    }

    /**
     * The same if the progress of an attempt is known already: lists only what later attempts have stored.
     *
     * @param known a progress of the job
     */
    public static Optional<ObjectName> newestProgress(ObjectStore store, String jobId, ObjectName known) {
        // The progress of an attempt sorts after the parts of its log.
        List<ObjectName> later = store.list(folder(jobId), known).stream()
                .filter(LogPartNames::isOfAnAttempt)
                .toList();
        return later.isEmpty() ? Optional.of(known) : newestProgress(later);
    }

    private static Optional<ObjectName> newestProgress(List<ObjectName> names) {
        return newest(names).stream()
                .filter(name -> PROGRESS_NAME.matcher(name.path()).matches())
                .findFirst();
    }

    /** The parts and the progress of earlier attempts. */
    public static List<ObjectName> earlierThan(long attempt, ObjectStore store, String jobId) {
        return all(store, jobId).stream()
                .filter(name -> attempt(name) < attempt)
                .toList();
    }

    private static List<ObjectName> newest(List<ObjectName> names) {
        long newest = names.stream().mapToLong(LogPartNames::attempt).max().orElse(0);
        return names.stream().filter(name -> attempt(name) == newest).toList();
    }

    private static List<ObjectName> all(ObjectStore store, String jobId) {
        return store.list(folder(jobId)).stream()
                .filter(LogPartNames::isOfAnAttempt)
                .toList();
    }

    private static boolean isOfAnAttempt(ObjectName name) {
        return PART_NAME.matcher(name.path()).matches()
                || PROGRESS_NAME.matcher(name.path()).matches();
    }

    private static String folder(String jobId) {
        return "logs/" + jobId + "/";
    }

    /** Parts of earlier versions have no attempt and count as the oldest. */
    private static long attempt(ObjectName name) {
        return Stream.of(PART_NAME, PROGRESS_NAME)
                .map(pattern -> pattern.matcher(name.path()))
                .filter(matcher -> matcher.matches() && matcher.group(1) != null)
                .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                .findFirst()
                .orElse(-1);
    }
}
