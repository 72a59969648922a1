package io.wave.builder.buildkit;

import io.wave.build.BuildSteps;
import io.wave.builder.condalock.LockSection;
import io.wave.job.StorableText;
import io.wave.job.engine.tool.MaskedUrls;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A step of a running build: the lines of its output, its times, and how it ended. */
final class BuildStep {

    static final int LAST_LINES = 10;
    /** Without a layer cache the build only takes longer. */
    private static final List<String> CACHE_STEPS = List.of("importing cache", "exporting cache");

    private static final String CANCELED = "context canceled";
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final int MAX_PARTIAL = 64 * 1024;
    private static final int MAX_KEPT_LINE = 2000;

    private final String name;
    private final LockSection lock = new LockSection();
    private final StringBuilder partial = new StringBuilder();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final StepTimes times = new StepTimes();
    private final Map<String, Long> pulled = new HashMap<>();
    private int number;
    private String ending = "";
    private boolean cached;
    private @Nullable String error;

    BuildStep(String name) {
        this.name = MaskedUrls.in(CONTROL.matcher(name).replaceAll(" "));
    }

    /** Position among the steps that have begun, as the log shows it; 0 before it begins. */
    int number() {
        return number;
    }

    void number(int position) {
        number = position;
    }

    /** Sets what the log says of its end; returns whether that is new, since BuildKit may report an end several times. */
    boolean ending(String text) {
        boolean isNew = !text.equals(ending);
        ending = text;
        return isNew;
    }

    String name() {
        return name;
    }

    LockSection lock() {
        return lock;
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
        lastLines.add(StorableText.of(new String(bytes, StandardCharsets.UTF_8)));
    }

    List<String> lastLines() {
        return List.copyOf(lastLines);
    }

    /** When it runs. */
    StepTimes times() {
        return times;
    }

    /** How it ended, at the end of its {@link #times}. */
    void ended(boolean fromCache, String words) {
        cached = fromCache;
        error = words.isEmpty() ? null : StorableText.of(MaskedUrls.in(words));
    }

    /** So many bytes of a blob have been pulled. */
    void pulled(String digest, long bytes) {
        pulled.merge(digest, bytes, Math::max);
    }

    long pulledBytes() {
        return pulled.values().stream().mapToLong(Long::longValue).sum();
    }

    BuildSteps.State state() {
        if (times.isRunning()) {
            return BuildSteps.State.RUNNING;
        }
        if (times.ended().isEmpty()) {
            return BuildSteps.State.PENDING;
        }
        if (error == null) {
            return BuildSteps.State.SUCCEEDED;
        }
        if (error.contains(CANCELED)) {
            return BuildSteps.State.CANCELLED;
        }
        return CACHE_STEPS.stream().anyMatch(name::startsWith) ? BuildSteps.State.SKIPPED : BuildSteps.State.FAILED;
    }

    boolean isCached() {
        return cached;
    }

    Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /** The step as it is stored for readers. */
    BuildSteps.Step toStored(int position) {
        return new BuildSteps.Step(
                position,
                ShortText.of(name, BuildSteps.MAX_NAME),
                state(),
                times.started().orElse(null),
                times.ended().orElse(null),
                times.active().orElse(null),
                cached,
                pulledBytes(),
                error().map(words -> ShortText.of(words, BuildSteps.MAX_ERROR)).orElse(null));
    }
}
