package io.wave.builder.buildkit;

import io.wave.builder.condalock.LockSection;
import io.wave.job.engine.tool.OutputFilter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts the output of {@code buildctl --progress=rawjson} to a readable log: the name of each step, its output, and how it
 * ended. Other output is unchanged.
 */
final class ProgressLog implements OutputFilter {

    private static final int MAX_LINE = 16 * 1024 * 1024;
    private static final int MAX_STEPS = 10_000;
    /** An unavailable cache is not the cause of a failure. */
    private static final List<String> CACHE_STEPS = List.of("importing cache", "exporting cache");

    private static final String INTERNAL = "[internal] ";

    private static final Pattern LOST = Pattern.compile(
            "error reading from server: EOF|connection refused|connection reset|code = Unavailable|transport is"
                    + " closing|no such file or directory\"$|broken pipe");

    /** A layer that the build uses is not in the registry that should have it. */
    private static final Pattern LACKING =
            Pattern.compile("failed to copy: httpReadSeeker|could not fetch content descriptor");

    private final JsonMapper json;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Map<String, BuildStep> steps = new LinkedHashMap<>();
    private final List<String> errors = new ArrayList<>();
    private boolean overlong;
    private @Nullable BuildStep shown;

    ProgressLog(JsonMapper json) {
        this.json = json;
    }

    @Override
    public byte[] keep(byte[] bytes, int length) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(length);
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                take(kept);
            } else if (line.size() < MAX_LINE) {
                line.write(bytes[i]);
            } else {
                overlong = true;
            }
        }
        return kept.toByteArray();
    }

    @Override
    public byte[] rest() {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        if (line.size() > 0) {
            take(kept);
        }
        steps.values().forEach(step -> kept.writeBytes(step.rest()));
        return kept.toByteArray();
    }

    /** The lock file that the build printed, if any. */
    Optional<LockSection> lockFile() {
        return steps.values().stream()
                .map(BuildStep::lock)
                .filter(lock -> lock.lockFile().isPresent())
                .reduce((_, last) -> last);
    }

    /** The failed step, if any. */
    Optional<BuildStep> failed() {
        return steps.values().stream()
                .filter(step -> step.error().isPresent())
                .filter(step -> !step.error().orElse("").contains("context canceled"))
                .filter(step -> CACHE_STEPS.stream().noneMatch(step.name()::startsWith))
                .findFirst();
    }

    /** The error messages of the client. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    /** Whether the client lost the connection to the daemon. Errors of a failed step, such as a registry's, do not count. */
    boolean lostDaemon() {
        return failed().isEmpty() && errors.stream().anyMatch(line -> LOST.matcher(line).find());
    }

    /** Whether it failed because a layer could not be fetched, which may be one of the cache. */
    boolean lacksLayers() {
        return errors.stream().anyMatch(line -> LACKING.matcher(line).find());
    }

    /** Resets the state for a repeated build. */
    void restart() {
        steps.clear();
        errors.clear();
        shown = null;
    }

    private void take(ByteArrayOutputStream kept) {
        byte[] bytes = line.toByteArray();
        line.reset();
        if (overlong) {
            overlong = false;
            return;
        }
        JsonNode status = bytes.length > 0 && bytes[0] == '{' ? parse(bytes) : null;
        if (status == null) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            errors.add(text);
            if (errors.size() > BuildStep.LAST_LINES) {
                errors.removeFirst();
            }
            write(kept, text + "\n");
            return;
        }
        status.path("vertexes").forEach(vertex -> vertex(vertex, kept));
        status.path("logs").forEach(entry -> output(entry, kept));
        status.path("warnings").forEach(warning -> warning(warning, kept));
        status.path("vertexes").forEach(vertex -> end(vertex, kept));
    }

    private @Nullable JsonNode parse(byte[] bytes) {
        try {
            JsonNode node = json.readTree(bytes);
            return node.isObject() ? node : null;
        } catch (JacksonException noProgress) {
            return null;
        }
    }

    private void vertex(JsonNode vertex, ByteArrayOutputStream kept) {
        String digest = vertex.path("digest").asString("");
        if (!steps.containsKey(digest) && steps.size() >= MAX_STEPS) {
            return;
        }
        BuildStep step = steps.computeIfAbsent(
                digest, _ -> new BuildStep(vertex.path("name").asString("")));
        if (vertex.hasNonNull("started")) {
            show(step, kept);
        }
    }

    private void show(BuildStep step, ByteArrayOutputStream kept) {
        if (!step.isShown() && !step.name().startsWith(INTERNAL)) {
            step.show();
            shown = step;
            write(kept, step.name() + "\n");
        }
    }

    private void output(JsonNode entry, ByteArrayOutputStream kept) {
        BuildStep step = steps.get(entry.path("vertex").asString(""));
        if (step == null) {
            return;
        }
        byte[] text = step.output(decoded(entry.path("data").asString("")));
        if (text.length > 0) {
            if (shown != step) {
                shown = step;
                write(kept, step.name() + " (continued)\n");
            }
            kept.writeBytes(text);
        }
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException noBase64) {
            return new byte[0];
        }
    }

    private static void warning(JsonNode warning, ByteArrayOutputStream kept) {
        String text = new String(decoded(warning.path("short").asString("")), StandardCharsets.UTF_8);
        write(kept, "warning: %s\n".formatted(text));
    }

    private void end(JsonNode vertex, ByteArrayOutputStream kept) {
        BuildStep step = steps.get(vertex.path("digest").asString(""));
        if (step == null || !vertex.hasNonNull("completed") || step.isEnded()) {
            return;
        }
        String error = vertex.path("error").asString("");
        kept.writeBytes(step.rest());
        step.end(error);
        if (!error.isEmpty()) {
            write(kept, "ERROR: %s: %s\n".formatted(step.name(), error));
        } else if (step.isShown()) {
            String how = vertex.path("cached").asBoolean(false) ? "CACHED" : "DONE " + duration(vertex);
            write(kept, shown == step ? how + "\n" : "%s: %s\n".formatted(step.name(), how));
        }
    }

    private static String duration(JsonNode vertex) {
        try {
            Duration duration = Duration.between(
                    Instant.parse(vertex.path("started").asString("")),
                    Instant.parse(vertex.path("completed").asString("")));
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        } catch (DateTimeParseException unknown) {
            return "";
        }
    }

    private static void write(ByteArrayOutputStream kept, String text) {
        kept.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
