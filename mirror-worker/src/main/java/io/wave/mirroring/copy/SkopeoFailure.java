package io.wave.mirroring.copy;

import io.wave.job.engine.outcome.Outcome;
import java.util.regex.Pattern;

/** What a failure of skopeo means, by its words. */
final class SkopeoFailure {

    /** Answers of registries that another try does not change. They are looked for first: they may follow from others. */
    private static final Pattern PERMANENT = Pattern.compile(
            "unauthorized|authentication required|access denied|denied:|requested access|forbidden|manifest unknown"
                    + "|name unknown|no such host|x509:|invalid username|repository not found|blob unknown",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern TEMPORARY = Pattern.compile(
            "toomanyrequests|too many requests|\\b(?:429|500|502|503|504)\\b|internal server error|bad gateway|unavailable"
                    + "|timeout|timed out|connection reset|connection refused|broken pipe|unexpected EOF|: EOF|\\bEOF$"
                    + "|use of closed|stream error|server misbehaving|temporary failure|network is unreachable",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern RATE_LIMITED =
            Pattern.compile("toomanyrequests|too many requests|StatusCode: 429", Pattern.CASE_INSENSITIVE);
    private static final Pattern SERVER_ERROR = Pattern.compile(
            "StatusCode: 50[0234]|internal server error|bad gateway|service unavailable|gateway time-?out",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern READ = Pattern.compile("fetching|reading", Pattern.CASE_INSENSITIVE);
    private static final Pattern ABSENT = Pattern.compile("\\b404\\b|unknown", Pattern.CASE_INSENSITIVE);

    private SkopeoFailure() {}

    /**
     * The outcome of a copy that has failed.
     *
     * @param attempts how often it was tried
     */
    static Outcome outcome(String words, int attempts, int exitCode) {
        String tried = attempts > 1 ? " (%d attempts)".formatted(attempts) : "";
        return new Outcome.Failed("mirror failed: " + explained(words) + tried, exitCode < 0 ? null : exitCode);
    }

    /** The message of skopeo, after an explanation for users where it is not clear. */
    static String explained(String words) {
        String said = words.strip().replaceFirst("[,:]$", "");
        if (RATE_LIMITED.matcher(words).find()) {
            return "a registry limits the rate of requests, try again later: " + said;
        }
        if (SERVER_ERROR.matcher(words).find()) {
            return "a registry is overloaded or out of order: " + said;
        }
        return READ.matcher(words).find() && ABSENT.matcher(words).find()
                ? "a part of the image is not in the registry, it may have been deleted: " + said
                : said;
    }

    /** Whether the copy may succeed later without any change by users or operators. */
    static boolean isTemporary(String words) {
        return !PERMANENT.matcher(words).find() && TEMPORARY.matcher(words).find();
    }
}
