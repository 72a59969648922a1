package io.wave.store;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the parts of job logs: {@code logs/<job id>/<attempt>-<part>}. The log of a job consists of the parts of its
 * newest attempt. Parts of earlier attempts may still exist, or may even be written later.
 */
public final class LogPartNames {

    /** Pattern of the last component of a part's name; the group is the attempt. */
    public static final String PART = "(?:([0-9]{9})-)?[0-9]{6,9}";

    private static final long MAX = 1_000_000_000;
    private static final Pattern NAME = Pattern.compile("logs/[^/]+/" + PART);

    private LogPartNames() {}

    /** The name of a part. Names sort by attempt, then by part. */
    public static ObjectName name(String jobId, long attempt, int part) {
        if (attempt < 0 || attempt >= MAX || part < 0 || part >= MAX) {
            throw new IllegalArgumentException("invalid log part: %d-%d".formatted(attempt, part));
        }
        return new ObjectName("logs/%s/%09d-%09d".formatted(jobId, attempt, part));
    }

    /** The parts of the newest attempt of a job, in order. */
    public static List<ObjectName> newest(ObjectStore store, String jobId) {
        List<ObjectName> all = all(store, jobId);
        long newest = all.stream().mapToLong(LogPartNames::attempt).max().orElse(0);
        return all.stream().filter(name -> attempt(name) == newest).toList();
    }

    /** The parts of earlier attempts. */
    public static List<ObjectName> earlierThan(long attempt, ObjectStore store, String jobId) {
        return all(store, jobId).stream()
                .filter(name -> attempt(name) < attempt)
                .toList();
    }

    private static List<ObjectName> all(ObjectStore store, String jobId) {
        return store.list("logs/" + jobId + "/").stream()
                .filter(name -> NAME.matcher(name.path()).matches())
                .toList();
    }

    /** Parts of earlier versions have no attempt and count as the oldest. */
    private static long attempt(ObjectName name) {
        Matcher parts = NAME.matcher(name.path());
        return parts.matches() && parts.group(1) != null ? Long.parseLong(parts.group(1)) : -1;
    }
}
