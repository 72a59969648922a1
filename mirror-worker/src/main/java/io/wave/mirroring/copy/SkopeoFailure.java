package io.wave.mirroring.copy;

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

    private SkopeoFailure() {}

    /** Whether the copy may succeed later without any change by users or operators. */
    static boolean isTemporary(String words) {
        return !PERMANENT.matcher(words).find() && TEMPORARY.matcher(words).find();
    }
}
