package io.wave.api.job.log;

import io.wave.api.web.problem.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A section of the log of a job for a page, without terminal control sequences.
 *
 * @param text the section
 * @param end offset in the log, in bytes, at which the next section starts
 * @param cut whether the log is longer than what a page shows
 */
public record LogSection(String text, long end, boolean cut) {

    /** Maximum number of bytes of a log that a page shows. */
    public static final int SHOWN = 100_000;

    private static final String WITHHELD = """
            The log is for callers who can read the images that this one is made from: get it from the API with a token.
            """;

    private static final Pattern CONTROL = Pattern.compile("\\x1B(?:\\[[0-?]*[ -/]*[@-~]|[@-Z\\\\-_])|\\r(?=\\n)");

    /**
     * The offset in a parameter.
     *
     * @throws ApiException 400 if it is not a number of bytes
     */
    public static long offset(String parameter, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            throw ApiException.invalid(parameter, "must be a number of bytes");
        }
    }

    /**
     * Reads from the offset that the reader has already seen, and closes the log, which may be absent. While the log grows, only
     * complete lines are returned, so that no character is split.
     */
    public static LogSection read(Optional<InputStream> log, long seen, boolean growing) throws IOException {
        try (InputStream text = log.orElseGet(InputStream::nullInputStream)) {
            return read(text, seen, growing);
        }
    }

    private static LogSection read(InputStream log, long seen, boolean growing) throws IOException {
        long from = Math.clamp(seen, 0, SHOWN);
        byte[] head = log.readNBytes(SHOWN);
        boolean cut = head.length == SHOWN && log.read() >= 0;
        byte[] bytes = Arrays.copyOfRange(head, (int) Math.min(from, head.length), head.length);
        int end = growing || cut ? afterLastLine(bytes) : bytes.length;
        return new LogSection(plain(new String(bytes, 0, end, StandardCharsets.UTF_8)), from + end, cut);
    }

    /** A note in place of a log that the caller may not read, from the offset that the reader has already seen. */
    public static LogSection withheld(long seen) {
        return new LogSection(seen > 0 ? "" : WITHHELD, WITHHELD.length(), false);
    }

    private static int afterLastLine(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static String plain(String text) {
        return CONTROL.matcher(text).replaceAll("");
    }
}
