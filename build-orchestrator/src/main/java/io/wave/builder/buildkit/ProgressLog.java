package io.wave.builder.buildkit;

import io.wave.build.BuildSteps;
import io.wave.builder.condalock.LockSection;
import io.wave.image.ImageReference;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.MaskedUrls;
import io.wave.job.engine.tool.OutputFilter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts the output of {@code buildctl --progress=rawjson} to a readable log: the number and name of each step, its output,
 * and how it ended. Other output is unchanged.
 */
final class ProgressLog implements OutputFilter {

    /** A line after which the output is that of another build, which prints the lock file of this one again. */
    static final String REPRINT = "wave: lock file";

    private static final int MAX_LINE = 16 * 1024 * 1024;
    private static final int MAX_STEPS = 10_000;

    private static final String CLIENT_ERROR = "error: ";
    private static final String PARSE_ERROR = "dockerfile parse error";
    private static final Pattern EXITED = Pattern.compile("error reading from server: EOF");
    private static final Pattern LOST = Pattern.compile(
            "error reading from server: EOF|connection refused|connection reset|code = Unavailable|Unavailable: connection error|transport is"
                    + " closing|no such file or directory\"$|broken pipe");

    /** A layer that the build uses is not in the registry that should have it. */
    private static final Pattern LACKING =
            Pattern.compile("failed to copy: httpReadSeeker|could not fetch content descriptor");

    private static final Pattern BLOB = Pattern.compile("sha256:[0-9a-f]{64}");

    /** Images that do not state an architecture, such as some of data, are for any platform: {@code linux}, {@code unknown}. */
    private static final Pattern OTHER_PLATFORM =
            Pattern.compile("Base image (\\S+) was pulled with platform \"([^\"/]+/[^\"]+)\", expected \"([^\"]+)\"");

    /** Followed by a line number: the place of an error, before the lines around it. */
    private static final String PLACE = "Containerfile:";

    private static final Pattern LINE_NUMBER = Pattern.compile("\\d{1,9}");

    private final JsonMapper json;
    private final Consumer<Supplier<BuildSteps>> onChange;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final SequencedMap<String, BuildStep> steps = new LinkedHashMap<>();
    private final List<String> errors = new ArrayList<>();
    /** Base images without an image for the expected platform. */
    private final Map<String, OtherPlatform> otherPlatforms = new LinkedHashMap<>();

    private @Nullable String errorLine;
    private int begun;
    private boolean overlong;
    private @Nullable BuildStep shown;
    private @Nullable ProgressLog reprint;

    /** A log whose steps become the progress of a build. */
    static ProgressLog followed(JsonMapper json, Work work) {
        return new ProgressLog(json, steps -> work.log().progress().changed(() -> json.writeValueAsBytes(steps.get())));
    }

    /** @param onChange called after the {@link #steps} have changed; may get them later, from any thread */
    ProgressLog(JsonMapper json, Consumer<Supplier<BuildSteps>> onChange) {
        this.json = json;
        this.onChange = onChange;
    }

    @Override
    public synchronized byte[] keep(byte[] bytes, int length) {
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
    public synchronized byte[] rest() {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        if (line.size() > 0) {
            take(kept);
        }
        steps.values().forEach(step -> kept.writeBytes(step.rest()));
        return kept.toByteArray();
    }

    /** The lock file that the build printed, if any. */
    synchronized Optional<LockSection> lockFile() {
        return printed().or(() -> Optional.ofNullable(reprint).flatMap(ProgressLog::printed));
    }

    private Optional<LockSection> printed() {
        return steps.values().stream()
                .map(BuildStep::lock)
                .filter(lock -> lock.lockFile().isPresent())
                .reduce((_, last) -> last);
    }

    /** The failed step, if any. */
    synchronized Optional<BuildStep> failed() {
        return steps.values().stream()
                .filter(step -> step.state() == BuildSteps.State.FAILED)
                .findFirst();
    }

    /** The steps so far. */
    synchronized BuildSteps steps() {
        List<BuildStep> ordered = new ArrayList<>(steps.values().stream()
                .filter(step -> step.number() > 0)
                .sorted(Comparator.comparingInt(BuildStep::number))
                .toList());
        // BuildKit reports the steps of a container file from the last to the first.
        ordered.addAll(steps.sequencedValues().reversed().stream()
                .filter(step -> step.number() == 0)
                .toList());
        return BuildSteps.of(IntStream.range(0, ordered.size())
                .mapToObj(index -> ordered.get(index).toStored(index + 1))
                .toList());
    }

    /** The error messages of the client. */
    synchronized List<String> errors() {
        return List.copyOf(errors);
    }

    /** Whether the client itself has failed in this way. Errors in a container file repeat its text. */
    private boolean hasFailed(Pattern words) {
        return errors.stream()
                .filter(line -> line.startsWith(CLIENT_ERROR) && !line.contains(PARSE_ERROR))
                .anyMatch(line -> words.matcher(line).find());
    }

    /** Whether the client lost the connection to the daemon. Errors of a failed step, such as a registry's, do not count. */
    synchronized boolean lostDaemon() {
        return failed().isEmpty() && hasFailed(LOST);
    }

    /** Whether the daemon exited while it worked on the build. */
    synchronized boolean daemonExited() {
        return failed().isEmpty() && hasFailed(EXITED);
    }

    /** The line of the container file that the client names with its error. */
    synchronized Optional<String> errorLine() {
        return Optional.ofNullable(errorLine);
    }

    /** The platform of a base image, and the one that the build expects instead. */
    record OtherPlatform(String found, String expected) {}

    /** The platform of a base image, if it has no image for the expected platform. BuildKit only warns about that. */
    synchronized Optional<OtherPlatform> otherPlatform(ImageReference base) {
        return otherPlatforms.entrySet().stream()
                .filter(image -> isNameOf(base, image.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean isNameOf(ImageReference image, String name) {
        try {
            return ImageReference.parse(name).equals(image);
        } catch (IllegalArgumentException otherKind) {
            return false;
        }
    }

    /** Whether it failed because a layer could not be fetched, which may be one of the cache. */
    synchronized boolean lacksLayers() {
        return hasFailed(LACKING);
    }

    /** Resets the state for a repeated build. */
    synchronized void restart() {
        steps.clear();
        begun = 0;
        errors.clear();
        errorLine = null;
        otherPlatforms.clear();
        shown = null;
        reprint = null;
    }

    private void take(ByteArrayOutputStream kept) {
        byte[] bytes = line.toByteArray();
        line.reset();
        if (overlong) {
            overlong = false;
            return;
        }
        if (reprint != null) {
            reprint.take(bytes, new ByteArrayOutputStream());
        } else if (REPRINT.equals(new String(bytes, StandardCharsets.UTF_8))) {
            reprint = new ProgressLog(json, _ -> {});
        } else {
            take(bytes, kept);
        }
    }

    private void take(byte[] bytes, ByteArrayOutputStream kept) {
        JsonNode status = bytes.length > 0 && bytes[0] == '{' ? parse(bytes) : null;
        if (status == null) {
            String text = MaskedUrls.in(new String(bytes, StandardCharsets.UTF_8));
            placeOf(text).ifPresent(number -> errorLine = number);
            errors.add(text);
            if (errors.size() > BuildStep.LAST_LINES) {
                errors.removeFirst();
            }
            write(kept, text + "\n");
            return;
        }
        status.path("vertexes").forEach(vertex -> vertex(vertex, kept));
        status.path("statuses").forEach(this::status);
        status.path("logs").forEach(entry -> output(entry, kept));
        status.path("warnings").forEach(warning -> warning(warning, kept));
        status.path("vertexes").forEach(vertex -> end(vertex, kept));
        if (!status.path("vertexes").isEmpty() || !status.path("statuses").isEmpty()) {
            onChange.accept(this::steps);
        }
    }

    private @Nullable JsonNode parse(byte[] bytes) {
        try {
            JsonNode node = json.readTree(bytes);
            return node.isObject() ? node : null;
        } catch (JacksonException noProgress) {
            return null;
        }
    }

    /** The line number in a line that ends with the place of an error. */
    private static Optional<String> placeOf(String text) {
        int place = text.lastIndexOf(PLACE);
        if (place < 0) {
            return Optional.empty();
        }
        String number = text.substring(place + PLACE.length());
        return LINE_NUMBER.matcher(number).matches() ? Optional.of(number) : Optional.empty();
    }

    private void vertex(JsonNode vertex, ByteArrayOutputStream kept) {
        String digest = vertex.path("digest").asString("");
        if (!steps.containsKey(digest) && steps.size() >= MAX_STEPS) {
            return;
        }
        BuildStep step = steps.computeIfAbsent(
                digest, _ -> new BuildStep(vertex.path("name").asString("")));
        boolean isNew = step.times().started().isEmpty();
        instant(vertex, "started").ifPresent(step.times()::begin);
        if (isNew && step.times().isRunning()) {
            step.number(++begun);
            show(step, kept);
        }
    }

    private void end(JsonNode vertex, ByteArrayOutputStream kept) {
        BuildStep step = steps.get(vertex.path("digest").asString(""));
        Optional<Instant> completed = instant(vertex, "completed");
        if (step != null && completed.isPresent() && step.times().end(completed.get())) {
            kept.writeBytes(step.rest());
            step.ended(
                    vertex.path("cached").asBoolean(false), vertex.path("error").asString(""));
            String ending = ending(step);
            if (step.ending(ending)) {
                write(kept, "#%d %s\n".formatted(step.number(), ending));
            }
        }
    }

    private static Optional<Instant> instant(JsonNode vertex, String field) {
        try {
            return Optional.of(vertex.path(field).asString(""))
                    .filter(text -> !text.isEmpty())
                    .map(Instant::parse);
        } catch (DateTimeParseException unknown) {
            return Optional.empty();
        }
    }

    private void show(BuildStep step, ByteArrayOutputStream kept) {
        write(kept, "%s#%d %s\n".formatted(shown == null ? "" : "\n", step.number(), step.name()));
        shown = step;
    }

    private static String ending(BuildStep step) {
        return switch (step.state()) {
            case FAILED -> "ERROR: " + step.error().orElse("");
            case SKIPPED -> "SKIPPED: " + step.error().orElse("");
            case CANCELLED -> "CANCELLED";
            case PENDING, RUNNING, SUCCEEDED -> step.isCached() ? "CACHED" : done(step);
        };
    }

    private static String done(BuildStep step) {
        String done = String.format(
                Locale.ROOT,
                "DONE %.1fs",
                step.times().active().orElse(Duration.ZERO).toMillis() / 1000.0);
        return step.pulledBytes() == 0
                ? done
                : String.format(Locale.ROOT, "%s, pulled %.1f MB", done, step.pulledBytes() / 1e6);
    }

    private void status(JsonNode status) {
        BuildStep step = steps.get(status.path("vertex").asString(""));
        String id = status.path("id").asString("");
        if (step != null && BLOB.matcher(id).matches()) {
            step.pulled(id, status.path("current").asLong(0));
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
                show(step, kept);
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

    private void warning(JsonNode warning, ByteArrayOutputStream kept) {
        String text = MaskedUrls.in(new String(decoded(warning.path("short").asString("")), StandardCharsets.UTF_8));
        Matcher otherPlatform = OTHER_PLATFORM.matcher(text);
        if (otherPlatform.find()) {
            otherPlatforms.put(
                    otherPlatform.group(1), new OtherPlatform(otherPlatform.group(2), otherPlatform.group(3)));
        }
        write(kept, "warning: %s\n".formatted(text));
    }

    private static void write(ByteArrayOutputStream kept, String text) {
        kept.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
