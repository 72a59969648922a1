package io.wave.builder.image;

import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.engine.outcome.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The failure message for the user: the cause, as far as the log shows it, and the last lines of the log. */
public enum BuildFailure {
    DISK_FULL("no space left on device", "the disk of the build worker is full"),
    TOO_MANY_PROCESSES(
            "(?:can.?t|cannot|unable to) (?:fork|vfork|create (?:a )?(?:new )?(?:native )?thread)|fork: (?:retry: )?resource temporarily unavailable",
            "a RUN step needs more processes or threads than it may have"),
    WRONG_ARCHITECTURE("exec format error", "a RUN step runs a program of another architecture than the worker"),
    NO_CREDENTIALS(
            "unauthorized|authentication required|denied: |access forbidden|insufficient_scope|403 forbidden",
            "access denied by the registry: check its credentials"),
    BASE_NOT_FOUND("manifest unknown|name unknown|repository name not known|not found: manifest", "image not found"),
    REGISTRY_AWAY(
            "connection refused|connection reset|server closed idle connection|(?:no such|unknown) host|i/o timeout|tls handshake timeout|network is unreachable",
            "the registry cannot be reached");

    private static final int KILLED = 137;
    private static final int LAST_LINES = 10;
    private static final Pattern KILLED_STEP = Pattern.compile("exited on killed|signal: killed|exit status 137");
    private static final Pattern PULLED = Pattern.compile("Trying to pull (\\S+?)\\.\\.\\.");

    private final Pattern symptom;
    private final String words;

    BuildFailure(String symptom, String words) {
        this.symptom = Pattern.compile(symptom, Pattern.CASE_INSENSITIVE);
        this.words = words;
    }

    /**
     * The outcome of a build with this exit code, which is not 0.
     *
     * @param refusal message of a connection that the egress guard denied, if any
     */
    public static Outcome ofBuild(Optional<String> refusal, Platform platform, int exitCode, List<String> log) {
        return refusal.map(words -> ofRefused(words, platform, exitCode, log))
                .orElseGet(() -> ofBuild(platform, exitCode, log));
    }

    /** What these lines of a failed step suggest: the words that were found, and what they may mean; empty if nothing. */
    public static Optional<String> hint(Platform platform, List<String> lines) {
        return Stream.of(DISK_FULL, TOO_MANY_PROCESSES, WRONG_ARCHITECTURE)
                .flatMap(failure -> lines.stream()
                        .map(failure.symptom::matcher)
                        .filter(Matcher::find)
                        .map(found -> "'%s', perhaps because %s".formatted(found.group(), failure.meaning(platform))))
                .findFirst();
    }

    private String meaning(Platform platform) {
        return switch (this) {
            case WRONG_ARCHITECTURE -> needsEmulation(platform);
            case DISK_FULL -> "a file system that the step writes to is full";
            case TOO_MANY_PROCESSES, NO_CREDENTIALS, BASE_NOT_FOUND, REGISTRY_AWAY -> words;
        };
    }

    /** The cause in an error of a registry; empty if there is none. */
    public static Optional<String> ofRegistry(String error) {
        return find(List.of(NO_CREDENTIALS, BASE_NOT_FOUND, REGISTRY_AWAY, DISK_FULL), List.of(error))
                .map(failure -> failure.words);
    }

    private static Optional<BuildFailure> find(List<BuildFailure> failures, List<String> lines) {
        return failures.stream()
                .filter(failure -> lines.stream()
                        .anyMatch(line -> failure.symptom.matcher(line).find()))
                .findFirst();
    }

    private static String needsEmulation(Platform platform) {
        return WRONG_ARCHITECTURE.words
                + "; building for %s needs the emulation of QEMU on the workers, registered with binfmt_misc (Debian's qemu-user-static)"
                        .formatted(platform);
    }

    /** The outcome of a build with this exit code, which is not 0. */
    static Outcome ofBuild(Platform platform, int exitCode, List<String> log) {
        return new Outcome.Failed("build failed: " + buildCause(platform, exitCode, log) + lastLines(log), exitCode);
    }

    /**
     * The outcome of a build that had a denied connection, which is not necessarily the cause of its failure.
     *
     * @param refusal message of the denied connection
     */
    static Outcome ofRefused(String refusal, Platform platform, int exitCode, List<String> log) {
        String words = log.stream().anyMatch(line -> line.contains(refusal))
                ? "containerFile: " + refusal
                : "%s; a connection was refused: %s".formatted(buildCause(platform, exitCode, log), refusal);
        return new Outcome.Failed("build failed: " + words + lastLines(log), exitCode);
    }

    /** The outcome of a push with this exit code, which is not 0. */
    public static Outcome ofPush(ImageReference target, int exitCode, List<String> log) {
        return new Outcome.Failed(
                "build failed: pushing %s: %s%s".formatted(target, cause(exitCode, log), lastLines(log)), exitCode);
    }

    private static String buildCause(Platform platform, int exitCode, List<String> log) {
        String cause = cause(exitCode, log);
        if (cause.equals(WRONG_ARCHITECTURE.words)) {
            return needsEmulation(platform);
        }
        if (!cause.equals(BASE_NOT_FOUND.words)) {
            return cause;
        }
        Matcher pulls = PULLED.matcher(String.join("\n", log));
        return pulls.find() ? "base image %s not found".formatted(pulls.group(1)) : cause;
    }

    private static String cause(int exitCode, List<String> log) {
        if (exitCode == KILLED
                || log.stream().anyMatch(line -> KILLED_STEP.matcher(line).find())) {
            return "killed (exit code %d), perhaps out of memory".formatted(exitCode);
        }
        for (BuildFailure failure : values()) {
            if (log.stream()
                    .filter(BuildFailure::isError)
                    .anyMatch(line -> failure.symptom.matcher(line).find())) {
                return failure.words;
            }
        }
        return "exit code %d".formatted(exitCode);
    }

    /** Singularity marks the last of its errors. */
    private static boolean isError(String line) {
        return line.contains("rror") || line.startsWith("FATAL:");
    }

    private static String lastLines(List<String> log) {
        return log.isEmpty()
                ? ""
                : ":\n" + String.join("\n", log.subList(Math.max(0, log.size() - LAST_LINES), log.size()));
    }
}
