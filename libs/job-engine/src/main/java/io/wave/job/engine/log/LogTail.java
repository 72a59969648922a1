package io.wave.job.engine.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The last bytes of a log, kept in memory for failure messages. */
final class LogTail {

    private static final int CAPACITY = 8 * 1024;

    private byte[] bytes = new byte[0];

    void append(byte[] text) {
        byte[] joined = Arrays.copyOf(bytes, bytes.length + text.length);
        System.arraycopy(text, 0, joined, bytes.length, text.length);
        bytes = Arrays.copyOfRange(joined, Math.max(0, joined.length - CAPACITY), joined.length);
    }

    /** The last non-blank lines, at most this many. */
    List<String> lines(int count) {
        List<String> lines = new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }
}
