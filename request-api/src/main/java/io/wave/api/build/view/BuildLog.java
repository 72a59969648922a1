package io.wave.api.build.view;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A piece of a log as a page shows it, without the terminal's control sequences.
 *
 * @param text the piece
 * @param end number of bytes of the log up to the end of the piece: where the next one begins
 * @param cut whether the log goes on behind what a page shows
 */
record BuildLog(String text, long end, boolean cut) {

    /** What a page shows of a log, in bytes. */
    static final int SHOWN = 100_000;

    private static final Pattern CONTROL = Pattern.compile("\\x1B(?:\\[[0-?]*[ -/]*[@-~]|[@-Z\\\\-_])|\\r(?=\\n)");

    /**
     * Reads on from a number of bytes that the reader has seen. Of a log that still grows only whole lines are taken, so
     * that no character is cut in two.
     */
    static BuildLog read(InputStream log, long seen, boolean growing) throws IOException {
        long from = Math.clamp(seen, 0, SHOWN);
        byte[] head = log.readNBytes(SHOWN);
        boolean cut = head.length == SHOWN && log.read() >= 0;
        byte[] bytes = Arrays.copyOfRange(head, (int) Math.min(from, head.length), head.length);
        int end = growing || cut ? afterLastLine(bytes) : bytes.length;
        return new BuildLog(plain(new String(bytes, 0, end, StandardCharsets.UTF_8)), from + end, cut);
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
