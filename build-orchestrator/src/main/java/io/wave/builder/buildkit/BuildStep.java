package io.wave.builder.buildkit;

import io.wave.builder.condalock.LockSection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A step of a running build: the lines of its output, and how it ended. */
final class BuildStep {

    static final int LAST_LINES = 10;
    private static final int MAX_PARTIAL = 64 * 1024;
    private static final int MAX_KEPT_LINE = 2000;

    private final String name;
    private final LockSection lock = new LockSection();
    private final StringBuilder partial = new StringBuilder();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private boolean shown;
    private boolean ended;
    private @Nullable String error;

    BuildStep(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    LockSection lock() {
        return lock;
    }

    boolean isShown() {
        return shown;
    }

    void show() {
        shown = true;
    }

    /** The part of this output for the log: complete lines, without a lock file. */
    byte[] output(byte[] bytes) {
        return lines(lock.keep(bytes, bytes.length));
    }

    /** The output that was retained until the end of the step. */
    byte[] rest() {
        byte[] lines = lines(lock.rest());
        if (partial.isEmpty()) {
            return lines;
        }
        String all = new String(lines, StandardCharsets.ISO_8859_1) + partial + "\n";
        addLine(partial.toString());
        partial.setLength(0);
        return all.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Bytes as ISO 8859-1 characters, since the end of a part may split a character. */
    private byte[] lines(byte[] bytes) {
        partial.append(new String(bytes, StandardCharsets.ISO_8859_1));
        int end = partial.lastIndexOf("\n") + 1;
        if (end == 0 && partial.length() > MAX_PARTIAL) {
            end = partial.length();
        }
        String whole = partial.substring(0, end);
        partial.delete(0, end);
        whole.lines().forEach(this::addLine);
        return whole.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void addLine(String line) {
        if (lastLines.size() == LAST_LINES) {
            lastLines.removeFirst();
        }
        byte[] bytes = line.substring(0, Math.min(line.length(), MAX_KEPT_LINE)).getBytes(StandardCharsets.ISO_8859_1);
        lastLines.add(new String(bytes, StandardCharsets.UTF_8));
    }

    List<String> lastLines() {
        return List.copyOf(lastLines);
    }

    boolean isEnded() {
        return ended;
    }

    void end(String words) {
        ended = true;
        error = words.isEmpty() ? null : words;
    }

    Optional<String> error() {
        return Optional.ofNullable(error);
    }
}
