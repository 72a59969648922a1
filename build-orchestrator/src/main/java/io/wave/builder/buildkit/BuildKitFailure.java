package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.builder.image.BuildFailure;
import io.wave.job.engine.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The failure message of a BuildKit build for the user: the step, the cause, and the last lines of its output. */
final class BuildKitFailure {

    private static final Pattern EXIT_CODE = Pattern.compile("exit code: (\\d{1,3})");
    private static final Pattern PUSH = Pattern.compile("^failed to push (\\S+): ");
    private static final Pattern METADATA = Pattern.compile("^\\[internal] load metadata for (\\S+)$");
    private static final Pattern CLIENT_PREFIX = Pattern.compile("^(?:error: )?(?:failed to solve: )?");
    private static final Pattern SOURCE_LISTING = Pattern.compile("^(?:\\s*\\d+ \\|.*|-{3,}|\\S*Containerfile:\\d+)$");
    private static final String NO_MEMORY = "cannot allocate memory";
    private static final String NOT_FOUND = ": not found";
    private static final int KILLED = 137;
    private static final String DAEMON_EXITED =
            "BuildKit exited during the build and again when the build was repeated, most likely because the build needs more"
                    + " memory than BuildKit may use (wave.build.buildkit.limits.daemon-memory on the build worker)";

    /** Maximum length of the name of a step, which may be a script of thousands of characters. */
    private static final int MAX_NAME = 300;

    private BuildKitFailure() {}

    /**
     * The outcome of a build that failed.
     *
     * @param endings why steps of the daemon were ended
     * @param refusal message of a connection that the egress guard denied, if any
     * @param exitCode exit code of the client
     * @param log the last lines of the log
     */
    static Outcome of(
            BuildSpec spec,
            ProgressLog progress,
            BuildKit.Endings endings,
            Optional<String> refusal,
            int exitCode,
            List<String> log) {
        Optional<BuildStep> failed = progress.failed();
        List<String> words = failed.map(BuildKitFailure::ofStep).orElseGet(() -> ofClient(progress.errors()));
        String cause = progress.daemonExited()
                ? DAEMON_EXITED
                : words.isEmpty() ? ofSilentClient(exitCode) : cause(spec, progress, words, endings);
        if (refusal.isPresent()) {
            cause = log.stream().anyMatch(line -> line.contains(refusal.get()))
                    ? "containerFile: " + refusal.get()
                    : "%s; a connection was refused: %s".formatted(cause, refusal.get());
        }
        return new Outcome.Failed(
                "build failed: " + cause + lines(failed, words, cause),
                stepExitCode(words).orElse(exitCode));
    }

    /**
     * The outcome of a build that lost a daemon which others run. It is not the fault of the build as far as anyone knows, so it is
     * launched again.
     */
    static Outcome ofLostDaemon(ProgressLog progress) {
        List<String> words = ofClient(progress.errors());
        return new Outcome.Disrupted(
                "the connection to the BuildKit daemon was lost" + (words.isEmpty() ? "" : ": " + words.getLast()));
    }

    /** Whether the client was killed, and no step had failed before. Its last line may be incomplete. */
    static boolean isKilledClient(int exitCode, ProgressLog progress) {
        return exitCode == KILLED && progress.failed().isEmpty();
    }

    private static List<String> ofStep(BuildStep step) {
        List<String> words = new ArrayList<>(step.lastLines());
        words.add(step.error().orElse(""));
        return words;
    }

    private static List<String> ofClient(List<String> errors) {
        return errors.stream()
                .filter(line -> !line.isBlank() && !SOURCE_LISTING.matcher(line).matches())
                .map(line -> CLIENT_PREFIX.matcher(line).replaceFirst(""))
                .toList();
    }

    private static String ofSilentClient(int exitCode) {
        return exitCode == KILLED
                ? "buildctl was killed on the build worker; request the image again"
                : "buildctl exited with code %d and no message; request the image again".formatted(exitCode);
    }

    private static String cause(BuildSpec spec, ProgressLog progress, List<String> words, BuildKit.Endings endings) {
        Optional<BuildStep> failed = progress.failed();
        String error = words.getLast();
        Optional<Integer> code = stepExitCode(words);
        String where = failed.map(step -> " in step " + ShortText.of(step.name(), MAX_NAME))
                .orElse("");
        Optional<String> ended = endings.in(words);
        if (ended.isPresent()) {
            return ended.get() + where;
        }
        if (code.isPresent()) {
            return exitCode(code.get(), error, endings) + where + hint(spec, words);
        }
        String name = failed.map(BuildStep::name).orElse("");
        Matcher base = METADATA.matcher(name);
        if (base.find() && error.endsWith(NOT_FOUND)) {
            return "base image %s not found".formatted(base.group(1));
        }
        return ContainerFileErrors.of(name, error)
                        .or(() -> failed.isEmpty() ? ofLine(progress, error) : Optional.empty())
                        .or(() -> BuildFailure.ofRegistry(error).map(known -> pushing(error) + known))
                        .orElse(error)
                + where;
    }

    private static String pushing(String error) {
        Matcher push = PUSH.matcher(error);
        return push.find() ? "pushing %s: ".formatted(push.group(1)) : "";
    }

    /** An error outside of steps for which the client names a line is one of the container file. */
    private static Optional<String> ofLine(ProgressLog progress, String error) {
        return progress.errorLine().map(line -> "containerFile: line %s: %s".formatted(line, error));
    }

    /** With control groups of version 2, BuildKit itself reports that memory was used up. */
    private static String exitCode(int code, String error, BuildKit.Endings endings) {
        if (code != KILLED) {
            return "exit code %d".formatted(code);
        }
        if (error.endsWith(NO_MEMORY)) {
            return "killed (exit code %d), out of memory".formatted(KILLED);
        }
        return endings.countsMemory()
                ? "killed (exit code %d), but not by a limit of the build worker".formatted(KILLED)
                : "killed (exit code %d), perhaps out of memory".formatted(KILLED);
    }

    /** What the output of a step suggests, which the step chooses itself. */
    private static String hint(BuildSpec spec, List<String> words) {
        return BuildFailure.hint(spec.platform(), words)
                .map(hint -> "; its output says " + hint)
                .orElse("");
    }

    private static Optional<Integer> stepExitCode(List<String> words) {
        return words.isEmpty()
                ? Optional.empty()
                : EXIT_CODE
                        .matcher(words.getLast())
                        .results()
                        .map(code -> Integer.valueOf(code.group(1)))
                        .reduce((_, last) -> last);
    }

    /** The output of the failed step; without any, the errors that the cause does not say already. */
    private static String lines(Optional<BuildStep> failed, List<String> words, String cause) {
        List<String> shown = failed.map(BuildStep::lastLines)
                .filter(lines -> !lines.isEmpty())
                .orElseGet(() ->
                        words.stream().filter(line -> !cause.contains(line)).toList());
        return shown.isEmpty() ? "" : ":\n" + String.join("\n", shown);
    }
}
